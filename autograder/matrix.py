"""Proves the checks: the right answers keep every point, each wrong one loses some.

``python -m autograder checks`` runs each question's check file on the reference, on equally right
answers (``misconceptions/TOKEN/also_right/``), on catalogued misconceptions
(``misconceptions/TOKEN/*.py``) and on liars that answer every call alike. The checks are Otter's
own files run by Otter's own class, in this process: only trusted code is run here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from autograder import catalogue
from autograder.house import assignment_folders, shown
from autograder.results import plain
from autograder.weave import check, source

LEAST_MISCONCEPTIONS, LEAST_ALSO_RIGHT = 3, 1


@dataclass
class Row:
    """How one answer fared: its name, its kind, and which cases it failed."""

    answer: str
    kind: str
    failed: dict[str, str] = field(default_factory=dict)


@dataclass
class Matrix:
    """All answers to one question against all of its cases."""

    check: check.Check
    rows: list[Row]

    def properties(self) -> list[str]:
        """Return the properties in the order of the file."""
        return list(dict.fromkeys(case.property for case in self.check.cases))

    def caught_by(self, row: Row) -> set[str]:
        """Return the properties that a row's answer fails."""
        return {case.property for case in self.check.cases if case.function in row.failed}

    def sole_catchers(self) -> set[str]:
        """Return the properties that are the only one to catch some misconception."""
        caught = [self.caught_by(row) for row in self.rows if row.kind == "misconception"]
        return {next(iter(properties)) for properties in caught if len(properties) == 1}

    def problems(self) -> Iterator[str]:
        """Yield what is wrong with the checks."""
        token, count = self.check.token, {"misconception": 0, "also right": 0}
        for row in self.rows:
            count[row.kind] = count.get(row.kind, 0) + 1
            if row.kind in ("reference", "also right"):
                for function, message in row.failed.items():
                    yield f"{token}: the {row.kind} {row.answer} fails {function}: {message}"
            elif row.kind == "misconception" and not row.failed:
                yield f"{token}: the misconception {row.answer} keeps full marks"
            elif row.kind == "liar":
                passed = [c.function for c in self.check.cases if c.function not in row.failed]
                if passed:
                    yield f"{token}: {row.answer} satisfies {', '.join(passed)}"
        if count["misconception"] < LEAST_MISCONCEPTIONS:
            yield f"{token}: {count['misconception']} misconceptions; write {LEAST_MISCONCEPTIONS}"
        if count["also right"] < LEAST_ALSO_RIGHT:
            yield f"{token}: no also_right answer; write {LEAST_ALSO_RIGHT}"
        for useless in sorted(set(self.properties()) - self.sole_catchers()):
            yield f"{token}: the property {useless} is never the only one to catch something"


class Liar:
    """Answers every call alike, has every attribute, can be built like a class."""

    def __init__(self, answer: Callable[..., Any]):
        self._answer = answer

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._answer(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self


def _first(*args: Any, **kwargs: Any) -> Any:
    return next(iter([*args, *kwargs.values()]), None)


LIARS: dict[str, Callable[..., Any]] = {
    "zero": lambda *_, **__: 0.0,
    "one": lambda *_, **__: 1.0,
    "True": lambda *_, **__: True,
    "NaN": lambda *_, **__: float("nan"),
    "an empty list": lambda *_, **__: [],
    "its first argument": _first,
    "all its arguments": lambda *args, **kwargs: (*args, *kwargs.values()),
}


def preamble(cells: list[source.Cell]) -> dict[str, Any]:
    """Return the namespace of a solved notebook: its imports, givens and reference answers."""
    space: dict[str, Any] = {"__name__": "notebook"}
    for text in catalogue.solved(cells):
        run_text(text, "notebook", space)
    return space


def run_text(text: str, name: str, space: dict[str, Any]) -> None:
    """Run trusted code in a namespace, without the ``__future__`` of this file."""
    exec(compile(text, name, "exec", dont_inherit=True), space)


def run_checks(text: str, space: Any, only_hidden: bool = False) -> dict[str, str]:
    """Run a portable check file on a namespace with Otter's class; return the failed cases."""
    from otter.test_files.exception_test import ExceptionTestFile

    file = ExceptionTestFile.from_string(text)
    if only_hidden:
        file.test_cases = [case for case in file.test_cases if case.hidden]
    file.run(space)
    return {
        result.test_case.body.test_func.__name__: plain(result.message)
        for result in file.test_case_results
        if not result.passed
    }


def matrices(assignment: str, seed: int = 0) -> Iterator[Matrix]:
    """Yield the matrix of each question of an assignment, under one seed."""
    from autograder.weave import portable

    folder = assignment_folders()[assignment]
    cells = source.read(folder / "source.py")
    os.environ["AUTOGRADER_SEED"] = str(seed)
    for cell, _ in source.questions(cells):
        token = cell.asks["question"]
        read = check.read(token, shown(cell.path))
        text = portable.whole(read)
        rows = [Row("reference", "reference", run_checks(text, preamble(cells)))]
        for name, kind, path in catalogue.answers(token):
            space = preamble(cells)
            run_text(catalogue.read(path).text, shown(path), space)
            rows.append(Row(name, kind, run_checks(text, space)))
        for name, lie in LIARS.items():
            rows.append(Row(f"a liar that answers {name}", "liar", run_checks(text, _lying(lie))))
        yield Matrix(read, rows)


def _lying(lie: Callable[..., Any]) -> Any:
    class Space(dict):
        def get(self, name: str, default: Any = None) -> Any:
            return Liar(lie)

    return Space()
