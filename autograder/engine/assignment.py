"""What the judge holds of an assignment: its name, its questions, their checks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from autograder import catalogue
from autograder.catalogue import Misconception
from autograder.house import assignment_folders, shown
from autograder.weave import check, portable, source


@dataclass(frozen=True)
class Question:
    """One question: its checks as text that runs anywhere, their probes, the known mistakes."""

    token: str
    text: str
    possible: float
    probes: dict[str, str]
    section: str
    misconceptions: tuple[Misconception, ...] = ()


@dataclass(frozen=True)
class Assignment:
    """One assignment as the judge needs it."""

    id: str
    name: str
    questions: tuple[Question, ...]
    solved: tuple[str, ...] = ()  # the code of a solved notebook, in which mistakes are replayed

    @property
    def possible(self) -> float:
        """What the auto-graded questions are worth together."""
        return sum(question.possible for question in self.questions)

    @property
    def fingerprint(self) -> str:
        """A hash of what a result depends on: another one means that it is graded again."""
        parts = [part for q in self.questions for part in (q.token, q.text, q.section)]
        parts += [m.text for q in self.questions for m in q.misconceptions]
        text = "\n".join([*parts, *self.solved])
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def load() -> dict[str, Assignment]:
    """Return all assignments of the house by id."""
    found = {}
    for key, folder in assignment_folders().items():
        questions, cells = [], source.read(folder / "source.py")
        for cell, _ in source.questions(cells):
            read = check.read(cell.asks["question"], shown(cell.path))
            text = portable.whole(read)
            probes = read.probes()
            section, known = read.data["section"], catalogue.misconceptions(read.token)
            questions.append(Question(read.token, text, read.points, probes, section, known))
        found[key] = Assignment(key, folder.name, tuple(questions), catalogue.solved(cells))
    return found
