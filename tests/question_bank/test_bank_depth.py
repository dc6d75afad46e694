"""Depth against exhaustive search on small banks, and its message on bad blueprints."""

import itertools
from types import SimpleNamespace

import numpy as np
import pytest

from question_bank.blueprint import Blueprint, load_blueprint
from question_bank.depth import as_text, depth
from question_bank.select import FIELDS, check_fields, matches


def item(id, enemies=(), **attributes):
    return SimpleNamespace(id=id, status="draft", enemies=list(enemies), **attributes)


def blueprint(*cells):
    return Blueprint(name="t", cells=[{"where": where, "count": count} for where, count in cells])


def exhaustive(items, plan):
    """Return the largest number of disjoint tests, by trying every set of possible tests."""
    size = sum(cell.count for cell in plan.cells)
    tests = []
    for chosen in itertools.permutations(items, size):
        start, fits = 0, True
        for cell in plan.cells:
            fits &= all(matches(q, cell.where) for q in chosen[start : start + cell.count])
            start += cell.count
        ids = {q.id for q in chosen}
        if fits and not any(ids & set(q.enemies) for q in chosen):
            tests.append(frozenset(ids))
    tests = list(set(tests))

    def most(used, rest):
        best = 0
        for i, test in enumerate(rest):
            if not used & test:
                best = max(best, 1 + most(used | test, rest[i + 1 :]))
        return best

    return most(frozenset(), tests)


@pytest.mark.parametrize("seed", range(12))
def test_depth_matches_exhaustive_search(seed):
    rng = np.random.default_rng(seed)
    items = [
        item(f"q{i}", topic=str(rng.choice(["a01", "a02"])), bloom=str(rng.choice(["L2", "L3"])))
        for i in range(7)
    ]
    plan = blueprint(({"topic": "a01"}, 1), ({"bloom": ["L3"]}, 1))
    found = depth(items, plan)
    assert found.tests == found.at_most == exhaustive(items, plan)


@pytest.mark.parametrize("seed", range(12))
def test_with_enemies_the_truth_lies_between_dealing_and_counting(seed):
    rng = np.random.default_rng(seed)
    pairs = [(a, b) for a in range(6) for b in range(a) if rng.random() < 0.4]
    items = [
        item(f"q{i}", [f"q{b if a == i else a}" for a, b in pairs if i in (a, b)], topic="a01")
        for i in range(6)
    ]
    plan = blueprint(({}, 2))
    found = depth(items, plan)
    assert found.tests <= exhaustive(items, plan) <= found.at_most == 3


def test_used_and_retired_questions_do_not_count():
    items = [item(f"q{i}", topic="a01") for i in range(6)]
    items[0].status = "retired"
    plan = blueprint(({"topic": "a01"}, 1))
    found = depth(items, plan, used={"q1", "q2"})
    assert found.tests == 3
    assert found.cells == [{"cell": "topic=a01", "count": 1, "left": 3, "alone": 3}]
    assert "3 disjoint tests can still be drawn" in as_text(plan, found)


PLAN = "name: x\ncells: [{count: 2}]\n"


def task(token="a09_q3_adam"):
    return f"{{question: {token}, task: Write it., minutes: 9}}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name: x\ncells: []", "cells: is empty; fill it in"),
        ("cells: [{count: 1}]", "name: missing; add `name:`"),
        ("name: x\ncells: [{where: {tpic: a01}, count: 1}]", "no attribute 'tpic'; use one of"),
        ("name: x\ncells: [{count: 0}]", "cells[0].count"),
        ("name: x\ncells: [{cout: 1, count: 1}]", "did you mean `count`?"),
        ("name: [", "mend the YAML at this line"),
        ("", "holds no fields; give the path of a blueprint"),
        (f"{PLAN}rules: []\nrules: []", "b.yaml:4: rules: given twice; keep one"),
        (f"{PLAN}rules: [{{number: {{topic: a80}}, at_most: 0}}]", "unknown 'a80'; did you mean"),
        (f"{PLAN}rules: [{{number: {{bloom: L9}}, at_most: 0}}]", "use one of: L1 L2 L3 L4 L5 L6"),
        (f"{PLAN}rules: [{{number: {{difficulty: 7}}, at_most: 0}}]", "use one of: 1 2 3 4 5"),
        (
            f"{PLAN}rules: [{{share: {{bloom: L5}}, at_most: 40}}]",
            "rules[0].at_most: 40 is no share",
        ),
        (f"{PLAN}balance: {{co: 0.5}}", "balance: co: 0.5 is too narrow"),
        (f"{PLAN}practical: [{task('a09_q3_adm')}]", "did you mean a09_q3_adam?"),
        (f"{PLAN}practical: [{task('a08_q6_direction')}]", "no auto-graded assignment question"),
        (f"{PLAN}practical: [{task()}, {task()}]", "practical: a09_q3_adam is there twice"),
        (
            f"{PLAN}marks: 8\npractical: [{task()}]",
            "marks: is 8, but cells and practical add up to 9",
        ),
    ],
)
def test_a_bad_blueprint_is_one_line(tmp_path, text, says):
    file = tmp_path / "b.yaml"
    file.write_text(text)
    with pytest.raises(ValueError) as raised:
        load_blueprint(file)
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


def test_attributes_are_those_of_questions(bank):
    question = next(iter(bank))
    for field in FIELDS:
        assert matches(question, {field: getattr(question, field)})
    assert not matches(question, {"topic": "a15", "status": question.status})
    with pytest.raises(ValueError, match="no attribute 'bloo'"):
        check_fields({"bloo": "L1"})
