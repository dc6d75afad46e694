"""What grading one submission gives: plain data, to JSON and back."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any

STATUSES = {
    "ok": "every check passed",
    "failed": "some checks failed",
    "error": "a cell raised an exception",
    "timeout": "a cell, a call or the whole submission took too long",
    "memory": "it used more memory than it may",
    "killed": "its Python process ended, or had to be ended",
    "no_submission": "nothing was handed in",
    "invalid_submission": "what was handed in cannot be read as a notebook",
    "internal_error": "our fault: not graded yet, and never a zero",
}
"""The closed set of statuses. ``failed`` and better say nothing about the score."""

FRAME = re.compile(r"\A(?:❌ Test case failed\n)?(?:Error at line \d+ in test [^\n]*\n[^\n]*\n)?")
WORST_FIRST = ("internal_error", "killed", "memory", "timeout", "error", "failed", "ok")


@dataclass
class CaseResult:
    """One test case: its sentence, what it is worth, how it went."""

    sentence: str
    hidden: bool
    points: float
    passed: bool
    message: str = ""


@dataclass
class Diagnosis:
    """A known mistake that an answer makes: its name, what to tell the student, what to reread."""

    name: str
    sentence: str
    section: str


@dataclass
class QuestionResult:
    """One question: Otter's score, a status of its own, and which mistake it was.

    ``diagnosis`` is None where none was sought (nothing is wrong, nothing was written, or it was
    stopped), and empty where no known mistake fits. Two entries cannot be told apart by the checks.
    """

    token: str
    score: float
    possible: float
    status: str
    cases: list[CaseResult] = field(default_factory=list)
    diagnosis: list[Diagnosis] | None = None

    def advice(self) -> str:
        """Return what the diagnosis says to the student; '' where none was sought."""
        if self.diagnosis is None:
            return ""
        if not self.diagnosis:
            return "No known mistake fits this answer; the messages say what was expected."
        said = " Or: ".join(one.sentence for one in self.diagnosis)
        return f'Diagnosis: {said} Reread section "{self.diagnosis[0].section}".'


@dataclass
class CellProblem:
    """A cell that did not run to its end: which one, what happened, the message."""

    cell: int
    status: str
    message: str


@dataclass
class Result:
    """One submission."""

    student: str
    assignment: str
    file: str
    status: str
    score: float = 0.0
    possible: float = 0.0
    message: str = ""
    questions: list[QuestionResult] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    isolation: str = "sandbox"
    seed: int = 0
    restarts: int = 0
    peak_bytes: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return plain dicts and lists, for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Result:
        """Return the result that ``to_dict`` was given."""
        data = dict(data)
        questions = [_question(question) for question in data.pop("questions")]
        problems = [CellProblem(**problem) for problem in data.pop("problems")]
        return cls(**data, questions=questions, problems=problems)


def _question(data: dict[str, Any]) -> QuestionResult:
    found = data.get("diagnosis")
    made = {
        "cases": [CaseResult(**case) for case in data["cases"]],
        "diagnosis": None if found is None else [Diagnosis(**one) for one in found],
    }
    return QuestionResult(**{**data, **made})


def worst(statuses: list[str]) -> str:
    """Return the worst of some statuses; ``ok`` of none.

    Example:
        >>> worst(["ok", "timeout", "failed"])
        'timeout'
    """
    return min(statuses, key=WORST_FIRST.index, default="ok")


def plain(message: str) -> str:
    """Return a failure's own text, without Otter's frame around it.

    Example:
        >>> plain("❌ Test case failed\\nError at line 9 in test q1:\\n   x\\nAssertionError: off")
        'off'
    """
    return FRAME.sub("", message, count=1).removeprefix("AssertionError: ")
