"""What the engine's tests share: a tiny assignment, a template, a way to grade some cells."""

from __future__ import annotations

import dataclasses
import time
from typing import Any

from autograder.engine.assignment import Assignment, Question
from autograder.engine.limits import Limits
from autograder.intake.notebook import Notebook

SECRET = "the-expected-value-4711-is-not-for-students"

CHECK = """
from otter.test_files import test_case

OK_FORMAT = False
name = "a99_{name}"
SECRET = "{secret}"


@test_case(name="public: 3", points=1)
def test_public({name}):
    assert {name}(3) == {factor} * 3, "{name}(3) is off"


@test_case(name="hidden: 4711", points=1, hidden=True)
def test_hidden({name}):
    assert {name}(4711) == {factor} * 4711, "{name} is off on another input"
"""


def question(name: str, factor: int) -> Question:
    """Return a question that asks for a function that multiplies by ``factor``."""
    text = CHECK.format(name=name, factor=factor, secret=SECRET)
    return Question(f"a99_{name}", text, 2.0, {}, "1")


MINI = Assignment("a99", "a99_mini", (question("double", 2), question("triple", 3)))
RIGHT = "def double(x):\n    return 2 * x\ndef triple(x):\n    return 3 * x"
SHORT = dataclasses.replace(
    Limits(),
    cell_seconds=3.0,
    call_seconds=2.0,
    submission_seconds=60.0,
    grace_seconds=1.0,
    memory_bytes=2**29,
)


def notebook(*cells: str) -> Notebook:
    """Return a notebook of some code cells."""
    made = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": c}
        for c in cells
    ]
    return Notebook({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made}, "a99_mini")


def grade(template: Any, *cells: str, limits: Limits = SHORT, assignment: Assignment = MINI):
    """Return the result of grading some cells, and the outputs of each cell as one text."""
    from autograder.engine.judge import Judge

    judge = Judge(template, assignment, notebook(*cells), limits)
    start = time.monotonic()
    judge.run()
    result = judge.result(student="s01", file="s01.ipynb")
    result.seconds["wall"] = time.monotonic() - start
    return result, [text_of(judge.executed.get(n, [])) for n in range(len(cells))]


def text_of(outputs: list[dict[str, Any]]) -> str:
    """Return what a cell printed or raised."""
    parts = []
    for output in outputs:
        parts.append(str(output.get("text", "")))
        parts.append(str(output.get("evalue", "")))
        parts.append(str(output.get("data", {}).get("text/plain", "")))
    return "".join(parts)


def scores(result) -> dict[str, float]:
    """Return the score of each question."""
    return {q.token.partition("_")[2]: q.score for q in result.questions}
