"""A sitting: what was measured when one group of students took one test.

Two sections that take the same paper are two sittings, and pool. A sheet that is read again, with
marks corrected or a student added, is the same sitting, and counts once. What tells them apart is
who sat: the students are kept as hashes that hold for their test only, not as register numbers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from question_bank.render.sheet import digest

from .read import Script
from .statistics import Item, alpha, items


@dataclass(frozen=True)
class Measured(Item):
    """An item of the history: of which version, and how hard its writer thought it."""

    version: int
    difficulty: float | None


@dataclass(frozen=True)
class Paper:
    """One set of a sitting."""

    n: int
    alpha: float | None
    items: list[Measured]


@dataclass(frozen=True)
class Sitting:
    """One test, taken once by one group."""

    form: str
    draw: str
    test: str
    students: list[str]
    sets: dict[str, Paper]

    def repeats(self, other: Sitting) -> bool:
        """Whether this is the sheet of ``other`` again: the same test, and most of its students."""
        return 2 * len(self.shared(other)) > len(other.students)

    def shared(self, other: Sitting) -> set[str]:
        """Return the students who are in both."""
        return set(self.students) & set(other.students)


def sitting(form: dict[str, Any], scripts: list[Script]) -> Sitting:
    """Return what a filled sheet measures."""
    present = [s for s in scripts if not s.absent]
    return Sitting(
        form=digest(form),
        draw=form["draw"],
        test=form["header"]["test"],
        students=students(form, (s.register_number for s in present)),
        sets={name: _paper(form, name, present) for name in form["sets"]},
    )


def students(form: dict[str, Any], register_numbers: Iterable[str]) -> list[str]:
    """Return what the history keeps of students: the same for the same form and number."""
    key = digest(form)
    return [
        hashlib.sha256(f"{key}/{name.casefold()}".encode()).hexdigest()[:12]
        for name in register_numbers
    ]


def matrix(questions: list[dict[str, Any]], set_: str, scripts: list[Script]) -> np.ndarray:
    """Return the marks of one set, shape (students, questions), NaN where not attempted."""
    ids = [q["id"] for q in questions]
    mine = [s for s in scripts if s.set == set_ and not s.absent]
    marks = [[np.nan if s.marks[id] is None else s.marks[id] for id in ids] for s in mine]
    return np.array(marks, dtype=float).reshape(len(mine), len(ids))


def _paper(form: dict[str, Any], set_: str, scripts: list[Script]) -> Paper:
    questions = form["sets"][set_]
    marks = matrix(questions, set_, scripts)
    if not len(marks):
        return Paper(0, None, [])
    found = items(marks, [q["id"] for q in questions], [q["marks"] for q in questions])
    reliability = alpha(np.nan_to_num(marks)).value
    return Paper(
        len(marks),
        None if np.isnan(reliability) else reliability,
        [
            Measured(**vars(item), version=q.get("version", 1), difficulty=q.get("difficulty"))
            for item, q in zip(found, questions, strict=True)
        ],
    )
