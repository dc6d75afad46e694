"""What the judge holds of an assignment: its name, its questions, their checks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from autograder.house import assignment_folders, shown
from autograder.weave import check, portable, source


@dataclass(frozen=True)
class Question:
    """One question: its checks as text that runs anywhere, and their probes."""

    token: str
    text: str
    possible: float
    probes: dict[str, str]
    section: str


@dataclass(frozen=True)
class Assignment:
    """One assignment as the judge needs it."""

    id: str
    name: str
    questions: tuple[Question, ...]

    @property
    def possible(self) -> float:
        """What the auto-graded questions are worth together."""
        return sum(question.possible for question in self.questions)

    @property
    def fingerprint(self) -> str:
        """A hash of all checks: another one means that submissions must be graded again."""
        text = "\n".join(f"{q.token}\n{q.text}" for q in self.questions)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def load() -> dict[str, Assignment]:
    """Return all assignments of the house by id."""
    found = {}
    for key, folder in assignment_folders().items():
        questions = []
        for cell, _ in source.questions(source.read(folder / "source.py")):
            read = check.read(cell.asks["question"], shown(cell.path))
            text = portable.whole(read)
            probes = read.probes()
            section = read.data["section"]
            questions.append(Question(read.token, text, read.points, probes, section))
        found[key] = Assignment(key, folder.name, tuple(questions))
    return found
