"""A student's process that answers every call alike scores nothing on any real question."""

from __future__ import annotations

import dataclasses
import json

import pytest

from autograder.engine import assignment
from autograder.engine.judge import Judge
from autograder.engine.limits import Limits
from autograder.house import assignment_folders
from autograder.intake.notebook import parse
from tests.attacks.test_isolation import LIAR, LIES
from tests.submissions import fill

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize("key", sorted(assignment_folders()))
def test_a_liar_scores_nothing_on_real_questions(template, key, lie):
    lying = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    fill.add(lying, LIAR.format(answer=LIES[lie]))
    limits = dataclasses.replace(Limits(), submission_seconds=120)
    judge = Judge(template, assignment.load()[key], parse(json.dumps(lying).encode()), limits)
    judge.run()
    result = judge.result(student="s01", file="s01.ipynb")
    assert {q.token: q.score for q in result.questions if q.score} == {}
    assert result.status in ("failed", "killed", "timeout")  # too large, or too slow with it
