"""A notebook of some questions only: the practical part of a test."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from autograder.errors import UserError
from autograder.house import TOKEN, assignment_folders, shown
from autograder.weave import assign, check, master, solution, source


def excerpt(tokens: list[str], name: str, title: str) -> tuple[bytes, bytes]:
    """Return the student notebook and the autograder zip of some questions.

    Each comes with its text, its stub and its checks; what its answer builds on, given or to be
    written elsewhere in its assignment, is given here.

    Args:
        tokens: the questions, e.g. ``a08_q1_global_norm``.
        name: of the notebook.
        title: its heading.

    Raises:
        UserError: if there is no such question.
    """
    folders = assignment_folders()
    keys = dict.fromkeys(match[1] for token in tokens if (match := TOKEN.fullmatch(token)))
    cells = [source.Cell(Path(name), 0, "markdown", f"# {title}", {})]
    for key in keys:
        if key in folders:
            cells += _cells(source.read(folders[key] / "source.py"), tokens)
    there = {cell.asks["question"] for cell in cells if "question" in cell.asks}
    if missing := [token for token in tokens if token not in there]:
        raise UserError(f"there is no auto-graded question {missing[0]!r} in assignments/")
    checks = [check.read(token) for token in tokens]
    return assign.run(master.assemble(cells, name), checks, name)


def _cells(cells: list[source.Cell], tokens: list[str]) -> list[source.Cell]:
    """Return imports, chosen questions and what these build on, in the order of the source."""
    chosen = []
    for question, own in source.questions(cells):
        if question.asks["question"] in tokens:
            chosen += [question, *own]
    needed = _closure(cells, [cell for cell in chosen if cell.kind == "code"])
    kept = []
    for cell in cells:
        reference = cell.asks.get("solution") or cell.asks.get("given")
        if cell in chosen:
            kept.append(cell)
        elif reference and reference.partition(":")[2] in needed:
            kept.append(dataclasses.replace(cell, asks={"given": reference}))
        elif cell.kind == "code" and not reference and (imports := source.imports(cell.text)):
            kept.append(dataclasses.replace(cell, text=imports))
    return kept


def _closure(cells: list[source.Cell], chosen: list[source.Cell]) -> set[str]:
    """Return the names that the chosen solutions use, directly or through others."""
    texts = {}
    for cell in cells:
        if reference := cell.asks.get("solution") or cell.asks.get("given"):
            found = solution.find(reference, shown(cell.path))
            texts[found.name] = solution.plain_text(found)
    references = [cell.asks.get("solution") or cell.asks["given"] for cell in chosen]
    waiting = [reference.partition(":")[2] for reference in references]
    needed: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in texts and name not in needed:
            needed.add(name)
            waiting += solution.free_names(texts[name])
    return needed
