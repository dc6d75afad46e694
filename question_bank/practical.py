"""The practical part: assignment questions, with what their check files say of them."""

from __future__ import annotations

from functools import cache

from pydantic import Field, field_validator

from autograder.errors import UserError
from autograder.house import CHECKS
from autograder.weave import check

from .course import known
from .faults import nearest
from .schema import Model


class PracticalQuestion(Model):
    """An assignment question, answered at the computer and graded by its checks.

    Points, course outcome and POs are read from its check file.

    Example:
        >>> task = PracticalQuestion(question="a09_q3_adam", task="Write Adam.", minutes=18)
        >>> task.marks, task.po, task.bloom
        (5.0, ['PO-1', 'PO-3'], 'L3')
    """

    question: str
    task: str = Field(min_length=1, description="one line for the paper")
    minutes: int = Field(ge=1)
    bloom: str = Field("L3", description="Bloom level; writing code is to apply")

    @field_validator("question")
    @classmethod
    def _in_an_assignment(cls, token: str) -> str:
        _declared(token)
        return token

    @field_validator("bloom")
    @classmethod
    def _in_course(cls, level: str) -> str:
        if level not in known("bloom"):
            raise ValueError(f"unknown {level!r}; use one of: {' '.join(known('bloom'))}")
        return level

    @property
    def marks(self) -> float:
        """What the question is worth in its assignment."""
        return float(_declared(self.question).points)

    @property
    def co(self) -> str:
        """The first CO of its check file: a paper gives each question one, so that COs add up."""
        return _declared(self.question).data["co"][0]

    @property
    def po(self) -> list[str]:
        """The POs of its check file."""
        return _declared(self.question).data["po"]


@cache
def _declared(token: str) -> check.Check:
    """Return the check file of an auto-graded question, read but not run."""
    try:
        return check.read(token)
    except (UserError, ValueError):
        tokens = sorted(f"{file.parent.name}_{file.stem}" for file in CHECKS.glob("a*/q*.py"))
        hint = nearest(token, tokens, "see `python -m autograder map`")
        raise ValueError(f"no auto-graded assignment question {token!r}; {hint}") from None
