"""The catalogue of known answers to each question, and the solved notebook that they stand in.

``misconceptions/TOKEN/*.py`` are wrong answers, each named after the idea behind it; the first line
of its docstring is what the student is told. ``misconceptions/TOKEN/also_right/*.py`` are right
answers in another style. The checks are proved on both, and diagnosis names the wrong ones.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import UserError
from autograder.house import MISCONCEPTIONS, shown
from autograder.weave import solution, source


@dataclass(frozen=True)
class Misconception:
    """A wrong answer: its name, the sentence for the student, its code.

    ``random`` says that it answers the same call differently each time; its docstring then has a
    line ``Random.``
    """

    name: str
    sentence: str
    text: str
    random: bool = False


def answers(token: str) -> Iterator[tuple[str, str, Path]]:
    """Yield name, kind and file of each answer in the catalogue of a question."""
    folder = MISCONCEPTIONS / token
    for kind, pattern in (("also right", "also_right/*.py"), ("misconception", "*.py")):
        for path in sorted(folder.glob(pattern)):
            yield path.stem, kind, path


def misconceptions(token: str) -> tuple[Misconception, ...]:
    """Return the known wrong answers to a question.

    Raises:
        UserError: if one has no docstring to tell the student.
    """
    return tuple(read(path) for _, kind, path in answers(token) if kind == "misconception")


def read(path: Path) -> Misconception:
    """Return a catalogued answer; its sentence is the first line of its docstring.

    Raises:
        UserError: if it has none.
    """
    text = path.read_text(encoding="utf-8")
    said = (ast.get_docstring(ast.parse(text)) or "").splitlines()
    if not said:
        raise UserError(f"{shown(path)}: begin with a docstring, one sentence for the student")
    return Misconception(path.stem, said[0], text, "Random." in said[1:])


def solved(cells: list[source.Cell]) -> tuple[str, ...]:
    """Return the code of a solved notebook: its imports, what it gives, the reference answers."""
    made = []
    for cell in cells:
        reference = cell.asks.get("solution") or cell.asks.get("given")
        if reference:
            made.append(solution.plain_text(solution.find(reference, shown(cell.path))))
        elif cell.kind == "code" and (imports := source.imports(cell.text)):
            made.append(imports)
    return tuple(made)
