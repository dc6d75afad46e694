"""The checks are proved: the matrix of right, also-right, wrong and lying answers."""

from __future__ import annotations

import os

import pytest

from autograder import catalogue, house, matrix, matrix_page
from autograder.weave import check, portable, source

IDS = sorted(house.assignment_folders())
SEEDS = int(os.environ.get("SEEDS", "10"))  # SEEDS=100 for the long proof


@pytest.mark.slow
@pytest.mark.parametrize("key", IDS)
def test_the_matrix_has_no_problems(key, record_property):
    found = list(matrix.matrices(key))
    print(matrix_page.as_text(found))
    assert [problem for made in found for problem in made.problems()] == []


@pytest.mark.slow
@pytest.mark.parametrize("key", IDS)
def test_right_answers_keep_full_marks_under_every_seed(key, monkeypatch):
    folder = house.assignment_folders()[key]
    cells = source.read(folder / "source.py")
    for cell, _ in source.questions(cells):
        token = cell.asks["question"]
        text = portable.whole(check.read(token))
        right = [path for _, kind, path in catalogue.answers(token) if kind == "also right"]
        spaces = [matrix.preamble(cells) for _ in [None, *right]]
        for space, path in zip(spaces[1:], right, strict=True):
            matrix.run_text(path.read_text(encoding="utf-8"), path.name, space)
        for seed in range(SEEDS):
            monkeypatch.setenv("AUTOGRADER_SEED", str(seed))
            failed = [matrix.run_checks(text, space, only_hidden=seed > 0) for space in spaces]
            assert not any(failed), (token, seed, failed)


def test_a_check_that_catches_nothing_alone_is_a_problem():
    made = next(matrix.matrices("a08"))
    made.rows = [row for row in made.rows if row.answer != "sum_of_norms"]
    assert any("value is never the only one" in problem for problem in made.problems())


def test_a_misconception_with_full_marks_is_a_problem():
    made = next(matrix.matrices("a08"))
    made.rows.append(matrix.Row("really_right", "misconception"))
    assert any("really_right keeps full marks" in problem for problem in made.problems())


def test_a_right_answer_that_fails_is_a_problem():
    made = next(matrix.matrices("a08"))
    made.rows.append(matrix.Row("strange", "also right", {"test_value_public": "no"}))
    assert any("strange fails test_value_public" in problem for problem in made.problems())


def test_a_liar_that_passes_is_a_problem():
    made = next(matrix.matrices("a08"))
    made.rows.append(matrix.Row("a liar", "liar", {"test_value_public": "no"}))
    assert any("a liar satisfies" in problem for problem in made.problems())


def test_what_the_students_code_raises_is_told_with_the_check():
    file = portable.whole(check.read("a08_q2_clip_by_value"))
    space = {"clip_by_value": lambda gradients, clip_value: gradients[0].no_such_attribute}
    said = matrix.run_checks(file, space)["test_none_public"]
    assert said.startswith("your code raised AttributeError: 'NoneType' object has no attribute")
    assert "in the check: None stays None, in its place" in said
