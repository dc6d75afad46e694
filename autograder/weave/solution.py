"""Finds a solution's text, and turns its marked regions into what the student is to write."""

from __future__ import annotations

import ast
import builtins
import functools
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import UserError
from autograder.house import ROOT, shown

BEGIN, END = "# BEGIN SOLUTION", "# END SOLUTION"
LIKE_A_MARKER = re.compile(r"#\s*(begin|end)[\s_-]*solu", re.IGNORECASE)


@dataclass(frozen=True)
class Solution:
    """The text of one function or class of the reference system, markers included."""

    reference: str
    path: Path
    line: int
    text: str

    @property
    def name(self) -> str:
        """The name that it defines."""
        return self.reference.partition(":")[2]

    def error(self, message: str, line: int | None = None) -> UserError:
        """Return an error that names this solution's place."""
        return UserError(f"{shown(self.path)}:{line or self.line}: {message}")


def find(reference: str, seen_at: str) -> Solution:
    """Return the text behind ``solutions.package.module:name``.

    A package's re-export is followed to the file that defines the name.

    Raises:
        UserError: naming file and line, if there is no such module or name in it, or if its
            markers are misspelt or do not match.
    """
    module, _, name = reference.partition(":")
    path = _module_path(module)
    if path is None:
        raise UserError(f"{seen_at}: there is no module {module}; see solutions/topics.py")
    tree, lines = _parse(path)
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == name:
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            last = node.end_lineno  # a comment after the last statement is outside the node
            while last < len(lines) and (not lines[last].strip() or lines[last][0].isspace()):
                last += 1
            text = "\n".join(lines[first - 1 : last]).rstrip()
            found = Solution(reference, path, first, text)
            _check_markers(found)
            return found
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    return find(f"{node.module}:{alias.name}", seen_at)
    defined = [n.name for n in tree.body if isinstance(n, (ast.FunctionDef, ast.ClassDef))]
    raise UserError(f"{seen_at}: {shown(path)} defines no {name}; it has {', '.join(defined)}")


def _module_path(module: str) -> Path | None:
    base = ROOT.joinpath(*module.split("."))
    candidates = (base.with_suffix(".py"), base / "__init__.py")
    return next((path for path in candidates if path.exists()), None)


@functools.lru_cache(maxsize=256)
def _parse(path: Path) -> tuple[ast.Module, list[str]]:
    text = path.read_text(encoding="utf-8")
    return ast.parse(text, filename=str(path)), text.splitlines()


def _check_markers(solution: Solution) -> None:
    is_open = False
    for number, line in enumerate(solution.text.splitlines(), solution.line):
        if not LIKE_A_MARKER.search(line):
            continue
        marker = line.strip()
        if marker not in (BEGIN, END):
            raise solution.error(f"{marker!r} is no marker; write '{BEGIN}' or '{END}'", number)
        if (marker == BEGIN) == is_open:
            what = "a second BEGIN before END" if is_open else "END without BEGIN"
            raise solution.error(f"{what} in {solution.name}", number)
        is_open = marker == BEGIN
    if is_open:
        raise solution.error(f"BEGIN SOLUTION without END in {solution.name}")


def regions(solution: Solution) -> int:
    """Return how many parts of a solution the student writes."""
    return solution.text.count(BEGIN)


def master_text(solution: Solution, token: str) -> str:
    """Return the text for the master notebook: Otter drops the solution and keeps the prompt.

    Raises:
        UserError: if nothing in the solution is marked.
    """
    if not regions(solution):
        raise solution.error(f"{solution.name} has no '{BEGIN}'; mark what the student writes")
    lines, owner = [], _Owner(solution)
    count = 0
    for number, line in enumerate(solution.text.splitlines(), 1):
        indent = line[: len(line) - len(line.lstrip())]
        if line.strip() == BEGIN:
            count = 0
            lines.append(f"{indent}{BEGIN} NO PROMPT")
        elif line.strip() == END:
            size = "1 line" if count == 1 else f"{count} lines"
            lines += [
                line,
                f'{indent}""" # BEGIN PROMPT',
                f"{indent}# YOUR CODE HERE (the reference takes {size})",
                f'{indent}raise NotImplementedError("{token}: {owner.of(number)}")',
                f'{indent}""" # END PROMPT',
            ]
        else:
            count += bool(line.strip()) and not line.strip().startswith("#")
            lines.append(line)
    return "\n".join(lines)


def plain_text(solution: Solution) -> str:
    """Return the text without markers: how a right answer reads in a notebook."""
    kept = [line for line in solution.text.splitlines() if line.strip() not in (BEGIN, END)]
    return "\n".join(kept)


class _Owner:
    """Tells which function or method a line belongs to."""

    def __init__(self, solution: Solution):
        self.starts = list(self._starts(ast.parse(textwrap.dedent(solution.text)).body))

    def _starts(self, body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[int, str]]:
        for node in body:  # not inside functions: what a solution defines there is a secret
            if isinstance(node, ast.FunctionDef):
                yield node.lineno, f"{prefix}{node.name}"
            elif isinstance(node, ast.ClassDef):
                yield from self._starts(node.body, f"{node.name}.")

    def of(self, line: int) -> str:
        # a comment after the last statement is outside the node: reach to the next one
        return [name for first, name in self.starts if first <= line][-1]


def free_names(text: str) -> dict[str, int]:
    """Return the names that a piece of code takes from outside, with the first line of each."""
    tree = ast.parse(text)
    bound = set(dir(builtins))
    used: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load):
                used.setdefault(node.id, node.lineno)
            else:
                bound.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            bound.add(node.name)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.alias):
            bound.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.ExceptHandler) and node.name:
            bound.add(node.name)
    return {name: line for name, line in used.items() if name not in bound}


def defined_names(text: str) -> set[str]:
    """Return the names that a cell defines or imports at its top level."""
    names = set()
    for node in ast.parse(text).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        else:
            names |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    return names
