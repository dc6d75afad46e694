"""Reads an assignment's source: py:percent cells, and what their headers ask for.

    # %% [markdown] question="a08_q1_global_norm" points=4     a question; its text
    # %% solution="solutions.clipping:global_norm"             what the student writes
    # %% given="solutions.clipping:check_gradients"            shown as it is
    # %% [markdown] manual="a08_q5_direction" points=2         a written answer
    # %%                                                       anything else is copied

A question ends with the last ``solution`` or ``given`` cell that follows its text without a break.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext

from autograder.errors import UserError
from autograder.house import TOKEN, shown

KEYS = {"question", "manual", "points", "solution", "given", "tags"}
REFERENCE = re.compile(r"(solutions(?:\.\w+)+):(\w+)")


@dataclass(frozen=True)
class Cell:
    """One cell of a source: where it stands, its type, its text and what its header asks for."""

    path: Path
    line: int
    kind: str
    text: str
    asks: dict[str, Any]

    def error(self, message: str) -> UserError:
        """Return an error that names this cell's place."""
        return UserError(f"{shown(self.path)}:{self.line}: {message}")


def read(path: Path) -> list[Cell]:
    """Return the cells of a source.

    Raises:
        UserError: naming file and line, if a header asks for something that does not exist.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UserError(f"{shown(path)}: not UTF-8 ({error}); save it as UTF-8") from error
    lines = [n for n, line in enumerate(text.splitlines(), 1) if re.match(r"# ?%%", line)]
    notebook = jupytext.reads(text, fmt="py:percent")
    if len(lines) != len(notebook.cells):
        raise UserError(
            f"{shown(path)}: {len(lines)} cell headers but {len(notebook.cells)} cells; "
            "start the file with a '# %%' header, and every cell with one of its own"
        )
    cells = [
        Cell(path, line, cell.cell_type, cell.source, _asked(cell.metadata))
        for line, cell in zip(lines, notebook.cells, strict=True)
    ]
    for cell in cells:
        _check(cell)
    _check_order(cells)
    return cells


def _asked(metadata: dict[str, Any]) -> dict[str, Any]:
    """Return a header's keys without jupytext's own notes on blank lines."""
    return {key: value for key, value in metadata.items() if not key.startswith("lines_to_")}


def _check(cell: Cell) -> None:
    unknown = sorted(set(cell.asks) - KEYS)
    if unknown:
        raise cell.error(f"unknown key {unknown[0]!r}; a header may have {', '.join(sorted(KEYS))}")
    named = [key for key in ("question", "manual", "solution", "given") if key in cell.asks]
    if len(named) > 1:
        raise cell.error(f"a cell is either {named[0]} or {named[1]}, not both")
    key = named[0] if named else None
    if key in ("question", "manual"):
        if cell.kind != "markdown":
            raise cell.error(f"{key}= belongs in a '# %% [markdown]' header")
        match = TOKEN.fullmatch(str(cell.asks[key]))
        if match is None or match[1] != cell.path.parent.name[:3]:
            form = f"{cell.path.parent.name[:3]}_qM_name"
            raise cell.error(f"{cell.asks[key]!r} is no question of this assignment; use {form}")
        if not isinstance(cell.asks.get("points"), (int, float)) or cell.asks["points"] <= 0:
            raise cell.error(f"{cell.asks[key]} needs points=N with N over 0")
    elif "points" in cell.asks:
        raise cell.error("points= goes with question= or manual=")
    if key in ("solution", "given"):
        if cell.kind != "code" or cell.text.strip():
            raise cell.error(f"a {key}= cell is an empty code cell: its text is woven in")
        if not REFERENCE.fullmatch(str(cell.asks[key])):
            raise cell.error(f"{cell.asks[key]!r}: write solutions.package.module:name")
    if re.search(r"(BEGIN|END) +(SOLUTION|QUESTION|TESTS?|PROMPT)", cell.text):
        raise cell.error("Otter's markers are the weave's business; a source holds none")


def _check_order(cells: list[Cell]) -> None:
    seen: dict[str, int] = {}
    question: str | None = None
    for cell in cells:
        token = cell.asks.get("question") or cell.asks.get("manual")
        if token in seen:
            raise cell.error(f"{token} is already in line {seen[token]}; a question has one place")
        if token:
            seen[token] = cell.line
        if "question" in cell.asks:
            question = token
        elif "solution" in cell.asks and question is None:
            raise cell.error("a solution= cell must follow its question without a break")
        elif "solution" not in cell.asks and "given" not in cell.asks:
            question = None


def runnable(text: str) -> str:
    """Return a code cell's text without its lines for Jupyter (``%matplotlib inline``, ``!ls``)."""
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(("%", "!")))


def imports(text: str) -> str:
    """Return the import statements of a code cell."""
    body = ast.parse(runnable(text)).body
    return ast.unparse([node for node in body if isinstance(node, (ast.Import, ast.ImportFrom))])


def questions(cells: list[Cell]) -> list[tuple[Cell, list[Cell]]]:
    """Return each auto-graded question with the cells that belong to it."""
    found = []
    for index, cell in enumerate(cells):
        if "question" not in cell.asks:
            continue
        own = []
        for follower in cells[index + 1 :]:
            if not {"solution", "given"} & set(follower.asks):
                break
            own.append(follower)
        while own and "given" in own[-1].asks:
            own.pop()
        if not own:
            raise cell.error(f"{cell.asks['question']} has no solution= cell after its text")
        found.append((cell, own))
    return found
