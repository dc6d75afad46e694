"""The draw: what every set must satisfy, judged from the form and the bank, not from the model."""

import json
import multiprocessing
from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import LinearConstraint

from question_bank.blueprint import Blueprint, bundled, find_blueprint, load_blueprint
from question_bank.draw import solve
from question_bank.draw.explain import CannotDraw
from question_bank.draw.ledger import Ledger
from question_bank.draw.model import build
from question_bank.draw.run import Request, choose, draw, undo
from question_bank.draw.weak import losses, mistaken, weak_spots
from question_bank.form import Header, load_form
from question_bank.load import Bank
from question_bank.select import matches

HEADER = Header(institution="Test")


def plan(name="quick_quiz", **changes):
    data = load_blueprint(find_blueprint(name)).model_dump(exclude_none=True)
    if "cells" in changes:
        data |= {"marks": None}
    return Blueprint.model_validate(data | changes)


def papers(bank, blueprint, ledger, sets=2, seed=1, **options):
    request = Request(blueprint, sets, seed, HEADER, allow_draft=True, **options)
    return choose(bank, request, Ledger(ledger))


def obeys(paper, blueprint):
    """Judge one paper by counting, with nothing of the model but the blueprint."""
    total = sum(q.marks for q in paper)
    assert len({q.id for q in paper}) == len(paper) == blueprint.size
    assert not any(a.id in b.enemies or b.id in a.enemies for a, b in combinations(paper, 2))
    for rule in blueprint.rules:
        low, high = rule.at_least or 0, np.inf if rule.at_most is None else rule.at_most
        if rule.number is not None:
            assert low <= sum(matches(q, rule.number) for q in paper) <= high
        elif rule.sum:
            assert low <= sum(getattr(q, rule.sum) for q in paper) <= high
        elif rule.each:
            assert all(
                low <= n <= high for n in Counter(getattr(q, rule.each) for q in paper).values()
            )
        elif rule.share is not None:
            assert low <= sum(q.marks for q in paper if matches(q, rule.share)) / total <= high
    assert sum(q.marks for q in paper if q.bloom == "L1") <= 0.4 * total


@pytest.mark.parametrize("name", bundled())
def test_bundled_blueprints_draw(bank, tmp_path, name):
    blueprint = load_blueprint(find_blueprint(name))
    drawn = papers(bank, blueprint, tmp_path / "l", sets=blueprint.sets)
    for paper in drawn.values():
        obeys(paper, blueprint)
        rest = list(paper)
        for cell in blueprint.cells:  # these cells overlap little: filling in order is enough
            found = [q for q in rest if matches(q, cell.where)][: cell.count]
            assert len(found) == cell.count
            rest = [q for q in rest if q not in found]


def test_six_disjoint_sets_of_equal_difficulty_time_and_coverage(bank, tmp_path):
    blueprint = load_blueprint(find_blueprint("unit_test_1"))
    drawn = papers(bank, blueprint, tmp_path / "l", sets=6)
    ids = [q.id for paper in drawn.values() for q in paper]
    assert len(ids) == len(set(ids)) == 6 * 13
    for paper in drawn.values():
        obeys(paper, blueprint)

    def spread(amount):
        sums = [sum(map(amount, paper)) for paper in drawn.values()]
        return max(sums) - min(sums)

    assert spread(lambda q: q.difficulty) <= 1
    assert spread(lambda q: q.minutes) <= 2
    for co in {q.co for q in bank}:
        assert spread(lambda q, co=co: q.co == co) <= 1
    for bloom in {q.bloom for q in bank}:
        assert spread(lambda q, bloom=bloom: q.bloom == bloom) <= 2


def test_a_seed_gives_one_draw_and_another_seed_another(bank, tmp_path):
    a, b, other = (papers(bank, plan(), tmp_path / "l", seed=seed) for seed in (5, 5, 6))
    assert a == b != other


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_best_draw_is_the_only_best_one(bank, seed):
    """So any solver that proves its optimum, on any machine, finds this draw."""
    model = build(plan(), list(bank), list(bank), 2, seed)
    chosen = solve.optimum(model)
    n = len(model.variables)
    cost = np.array(model.tie, dtype=float)
    best = cost[chosen].sum()
    no_good = np.zeros(n)
    no_good[chosen] = 1
    others = [
        LinearConstraint(*solve._matrix(model, n)),
        LinearConstraint(no_good, -np.inf, len(chosen) - 1),
    ]
    second = solve._milp(cost, others, np.ones(n))
    assert cost @ np.round(second) > best


def test_the_order_of_the_bank_does_not_matter(bank):
    forward, backward = (
        {(model.variables[j][0].id, model.variables[j][2]) for j in solve.optimum(model)}
        for items in (list(bank), list(bank)[::-1])
        for model in [build(plan(), items, items, 2, seed=4)]
    )
    assert forward == backward


def test_least_used_first(bank, tmp_path):
    """While there are unused questions for every cell, none is drawn twice."""
    seen = []
    for n in range(4):
        form = draw(
            bank, Request(plan(), 2, 1, HEADER, allow_draft=True), tmp_path / "l", tmp_path / str(n)
        )
        seen += [q["id"] for questions in form["sets"].values() for q in questions]
    assert len(seen) == len(set(seen)) == 40


def test_common_items_are_in_every_set_and_nothing_else_is(bank, tmp_path):
    common = next(q for q in bank if q.part == "analysis" and q.module == "m2")
    drawn = papers(bank, plan(rules=[{"include": [common.id]}]), tmp_path / "l", sets=3)
    counts = Counter(q.id for paper in drawn.values() for q in paper)
    assert counts.pop(common.id) == 3
    assert set(counts.values()) == {1}


def test_all_or_none_exclude_and_enemies(bank, tmp_path):
    pair = [q.id for q in bank if q.part == "analysis" and q.module == "m2" and not q.enemies][:2]
    together = [{"all_or_none": pair}, {"include": pair[:1]}]
    drawn = papers(bank, plan(rules=together), tmp_path / "l", sets=1)["A"]
    assert set(pair) <= {q.id for q in drawn}
    for rule in ({"exclude": [drawn[0].id]}, {"enemies": [q.id for q in drawn]}):
        again = papers(bank, plan(rules=[rule]), tmp_path / "l", sets=1)["A"]
        assert len({q.id for q in again} & set(next(iter(rule.values())))) <= ("enemies" in rule)


def test_weak_spots_raise_the_share_within_the_blueprint(bank, tmp_path):
    weak = {q.id: 0.8 for q in bank if q.topic == "a08"}
    before, after = (
        sum(q.id in weak for q in papers(bank, plan(), tmp_path / "l", sets=1, weak=w)["A"])
        for w in ({}, weak)
    )
    assert after == 1 >= before  # the quiz has each topic at most once
    obeys(papers(bank, plan(), tmp_path / "l", sets=1, weak=weak)["A"], plan())


def test_weak_spots_are_read_from_a_grading_run(bank, tmp_path):
    """Losses by hand: q3 scores 1 and 0 of 5 (lost 0.9), q1 scores 4 and 4 of 4 (lost nothing)."""
    (tmp_path / "grades.csv").write_text(
        "student,status,a08_q1_global_norm,a08_q3_clip_by_global_norm\n"
        "s01,ok,4,1\ns02,failed,4,0\ns03,no_submission,,\n"
    )
    points = {"a08_q1_global_norm": 4, "a08_q3_clip_by_global_norm": 5, "a09_q3_adam": 5}
    lost = losses(tmp_path / "grades.csv", points)
    assert lost == pytest.approx({"a08_q1_global_norm": 0, "a08_q3_clip_by_global_norm": 0.9})
    weak = weak_spots(bank, tmp_path)
    assert {bank[id].topic for id in weak} == {"a08"}
    for q in bank:
        if q.topic == "a08":  # a question on another part of a08 gets the mean
            assert weak.get(q.id, 0) == pytest.approx(lost.get(q.related, 0.45))
    with pytest.raises(ValueError, match="give the --out folder of a grading run"):
        weak_spots(bank, tmp_path / "none")


def test_a_mistake_that_everybody_makes_is_a_weak_spot_also_where_it_costs_little(bank, tmp_path):
    (tmp_path / "grades.csv").write_text(
        "student,status,a08_q1_global_norm\ns01,failed,3.5\ns02,failed,3.5\ns03,ok,4\ns04,ok,4\n"
    )
    assert weak_spots(bank, tmp_path) == {}
    (tmp_path / "mistakes.csv").write_text(
        "student,question,misconception,sentence,section\n"
        "s01,a08_q1_global_norm,always_float64,x,1\ns02,a08_q1_global_norm,always_float64,x,1\n"
    )
    assert mistaken(tmp_path) == {"a08_q1_global_norm": 0.5}
    assert {bank[id].topic for id in weak_spots(bank, tmp_path)} == {"a08"}


IMPOSSIBLE = {
    "a cell has too few": (
        {"cells": [{"where": {"bloom": "L6"}, "count": 9}]},
        2,
        "cells[0] (bloom=L6) needs 2 x 9",
    ),
    "the time is too short": ({"rules": [{"sum": "minutes", "at_most": 9}]}, 2, "at_most: 9 ->"),
    "the share is too high": (
        {"rules": [{"share": {"bloom": ["L1"]}, "at_least": 0.9}]},
        2,
        "at_least: 0.9 ->",
    ),
    "recall only, against the cap on knowledge": (
        {"rules": [{"number": {"bloom": "L1"}, "at_least": 5}]},
        1,
        "at_least: 5 ->",
    ),
    "common items that fit no cell": (
        {"cells": [{"where": {"module": "m1"}, "count": 2}],
         "rules": [{"include": ["m2-clip-one-step"]}]},
        2,
        "leave out m2-clip-one-step",
    ),
    "a topic that cells need and a rule forbids": (
        {"cells": [{"where": {"topic": "a08"}, "count": 4}],
         "rules": [{"each": "topic", "at_most": 2}]},
        1,
        "->",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_an_impossible_blueprint_is_explained_and_the_change_works(bank, tmp_path, case):
    changes, sets, says = IMPOSSIBLE[case]
    with pytest.raises(CannotDraw) as raised:
        papers(bank, plan(**changes), tmp_path / "l", sets=sets)
    assert says in str(raised.value)
    assert "the smallest change that works" in str(raised.value)
    assert papers(bank, raised.value.relaxed, tmp_path / "l", sets=sets)


def test_missing_questions_are_counted(bank, tmp_path):
    there = sum(q.bloom == "L6" for q in bank)
    count = there - 1
    with pytest.raises(CannotDraw, match=f"{there} match.*: {2 * count - there} missing") as raised:
        papers(bank, plan(cells=[{"where": {"bloom": "L6"}, "count": count}]), tmp_path / "l")
    assert "--sets 1" in str(raised.value)


def test_the_smallest_change_is_smallest(bank, tmp_path):
    """One minute less than the change proposed cannot be drawn."""
    with pytest.raises(CannotDraw) as raised:
        papers(bank, plan(rules=[{"sum": "minutes", "at_most": 9}]), tmp_path / "l")
    enough = raised.value.relaxed.rules[0].at_most
    rules = [{"sum": "minutes", "at_most": enough - 1}]
    with pytest.raises(CannotDraw):
        papers(bank, plan(rules=rules), tmp_path / "l")


def test_drafts_are_left_out_unless_allowed(bank, tmp_path):
    drafts = {q.id: q.model_copy(update={"status": "draft"}) for q in bank}
    drafts |= {"m1-gone": next(iter(bank)).model_copy(update={"status": "retired"})}
    with pytest.raises(CannotDraw, match="--allow-draft"):
        choose(Bank(drafts), Request(plan(), 2, 1, HEADER), Ledger(tmp_path / "l"))
    drawn = papers(Bank(drafts), plan(), tmp_path / "l")
    assert {q.status for paper in drawn.values() for q in paper} == {"draft"}


def test_makeup_repeats_nothing_and_is_as_difficult(bank, tmp_path):
    ledger = tmp_path / "l"
    first = plan("unit_test_1")
    form = draw(bank, Request(first, 2, 3, HEADER, allow_draft=True), ledger, tmp_path / "a")
    again = draw(
        bank, Request(plan("makeup"), 1, 3, HEADER, allow_draft=True), ledger, tmp_path / "b"
    )
    old = [[q for q in s if q["kind"] != "practical"] for s in form["sets"].values()]
    new = [q for q in again["sets"]["A"] if q["kind"] != "practical"]
    assert not {q["id"] for s in old for q in s} & {q["id"] for q in new}
    for s in old:
        assert abs(sum(q["difficulty"] for q in s) - sum(q["difficulty"] for q in new)) <= 1
        assert abs(sum(q["minutes"] for q in s) - sum(q["minutes"] for q in new)) <= 2


def test_undo_takes_a_draw_back(bank, tmp_path):
    ledger = tmp_path / "l"
    request = Request(plan(), 2, 1, HEADER, allow_draft=True)
    first = draw(bank, request, ledger, tmp_path / "a")
    assert sum(Ledger(ledger).uses().values()) == 10
    undo(ledger, first["draw"])
    assert not Ledger(ledger).uses()
    second = draw(bank, request, ledger, tmp_path / "b")
    assert second["sets"] == first["sets"]
    assert second["draw"] == "d002"
    with pytest.raises(ValueError, match="no draw 'd001' to undo; there are: d002"):
        undo(ledger, "d001")


def _draw_in_process(arguments):
    seed, folder = arguments
    from question_bank.load import load_bank

    request = Request(plan(fresh=True), 2, seed, HEADER, allow_draft=True)
    form = draw(load_bank(), request, folder / "l", folder / f"out{seed}")
    return [q["id"] for questions in form["sets"].values() for q in questions]


def test_draws_at_the_same_time_share_nothing(tmp_path):
    """Both ask for unused questions with the same preferences; only the lock keeps them apart."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(2) as pool:
        first, second = pool.map(_draw_in_process, [(1, tmp_path), (2, tmp_path)], chunksize=1)
    assert not set(first) & set(second)
    assert [e["draw"] for e in Ledger(tmp_path / "l").draws()] == ["d001", "d002"]


def test_nothing_is_written_when_rendering_fails(bank, tmp_path):
    def fail(form, folder):
        raise RuntimeError("no ink")

    request = Request(plan(), 2, 1, HEADER, allow_draft=True)
    with pytest.raises(RuntimeError, match="no ink"):
        draw(bank, request, tmp_path / "l", tmp_path / "out", fail)
    assert not (tmp_path / "l").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["l.lock"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "l:2: not JSON"),
        ('{"draw": 3}', "l:2: neither a draw nor an undo"),
        ('{"undo": "d009", "at": ""}', "l:2: undoes d009, which no line above drew"),
        ('{"draw": "d001", "sets": {}}', "l:2: d001 was drawn above"),
    ],
)
def test_a_corrupt_ledger_is_one_line(tmp_path, line, says):
    good = json.dumps({"draw": "d001", "sets": {"A": ["m1-a"]}})
    (tmp_path / "l").write_text(f"{good}\n{line}\n")
    with pytest.raises(ValueError) as raised:
        Ledger(tmp_path / "l")
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        ([{"include": ["m1-nothing"]}], "no question 'm1-nothing'"),
        ([{"include": ["m2-clip-one-step"]}, {"exclude": ["m2-clip-one-step"]}], "both included"),
    ],
)  # fmt: skip
def test_contradictory_rules_are_one_line(bank, tmp_path, rules, says):
    request = Request(plan(rules=rules), 2, 1, HEADER, allow_draft=True)
    with pytest.raises(ValueError, match=says):
        draw(bank, request, tmp_path / "l", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_form_is_frozen_and_has_every_formula_spoken(bank, tmp_path):
    request = Request(plan("unit_test_1"), 2, 1, HEADER, "1 December", allow_draft=True)
    form = draw(bank, request, tmp_path / "l", tmp_path / "out")
    assert load_form(tmp_path / "out") == json.loads(json.dumps(form))
    assert form["header"]["marks"] == sum(q["marks"] for q in form["sets"]["A"]) == 40
    (tmp_path / "out" / "form.json").write_text("{}")
    with pytest.raises(ValueError, match="not a form"):
        load_form(tmp_path / "out")
