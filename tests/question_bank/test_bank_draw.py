"""The draw: what every set must satisfy, judged from the form and the bank, not from the model."""

import json
import multiprocessing
import os
import re
from collections import Counter
from itertools import combinations

import numpy as np
import pytest
import yaml
from scipy.optimize import LinearConstraint

from question_bank.blueprint import Blueprint, bundled, find_blueprint, load_blueprint
from question_bank.draw import solve
from question_bank.draw.explain import CannotDraw
from question_bank.draw.ledger import Ledger
from question_bank.draw.model import build
from question_bank.draw.relax import moves, put
from question_bank.draw.run import Request, choose, draw, undo
from question_bank.draw.weak import losses, mistaken, weak_spots
from question_bank.form import Header, load_form
from question_bank.load import Bank
from question_bank.select import matches

HEADER = Header(institution="Test")
ONE = "m2-clip-one-step"


def plan(name="quick_quiz", **changes):
    data = load_blueprint(find_blueprint(name)).model_dump(exclude_none=True) | changes
    return Blueprint.model_validate(data | {"marks": Blueprint(**data | {"marks": None}).total})


def papers(bank, blueprint, ledger, sets=2, seed=1, **options):
    request = Request(blueprint, sets, seed, HEADER, **options)
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
    recalled = sum(q.marks for q in [*paper, *blueprint.practical] if q.bloom == "L1")
    assert recalled <= 0.4 * blueprint.total


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
        form = draw(bank, Request(plan(), 2, 1, HEADER), tmp_path / "l", tmp_path / str(n))
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
        "s01,ok,4,1\ns02,failed,4,0\ns03,no_submission,,\ns04,invalid_submission,0,0\n"
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


@pytest.mark.parametrize(
    ("grades", "mistakes", "says"),
    [
        ("student,a09_q3_adam\ns1,1\n", None, "grades.csv: no column 'status'"),
        ("student,status\ns1,ok\n", None, "no marks of any assignment question"),
        ("student,status,a09_q3_adam\ns1,ok,x\n", None, "'x' in column a09_q3_adam, student s1"),
        ("student,status,a09_q3_adam\ns1,ok,1\n", "student\ns1\n", "no column 'question'"),
    ],
)
def test_a_spoilt_grading_run_is_one_line(bank, tmp_path, grades, mistakes, says):
    (tmp_path / "grades.csv").write_text(grades)
    if mistakes:
        (tmp_path / "mistakes.csv").write_text(mistakes)
    with pytest.raises(ValueError) as raised:
        weak_spots(bank, tmp_path)
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


def test_what_weak_spots_changed_is_told_and_recorded(bank, tmp_path):
    weak = {q.id: 0.8 for q in bank if q.topic == "a08"}
    request = Request(plan(), 2, 1, HEADER, weak=weak)
    told = []
    form = draw(bank, request, tmp_path / "l", tmp_path / "out", tell=told.append)
    drawn = sum(q["id"] in weak for questions in form["sets"].values() for q in questions)
    plain = papers(bank, plan(), tmp_path / "none")
    without = sum(q.id in weak for paper in plain.values() for q in paper)
    assert drawn == 2 > without
    assert told[0].startswith(f"weak spots: 2 of 10 questions (a08 x 2), {without} without")
    entry = Ledger(tmp_path / "l").draws()[0]
    assert entry["weak_spots"] == {"drawn": 2, "without": without}


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


TWO_ON_CLIPPING = ["m2-clip-one-step", "m2-clip-global-norm"]
IMPOSSIBLE = {  # by the kind of the line that must give way: changes, sets, what is said
    "cell": (
        {"cells": [{"where": {"bloom": "L6"}, "count": 9}]},
        2,
        ("cells[0] (bloom=L6) needs 2 x 9", "count: 9 -> 2", "balance: co: 1 -> 2", "marks: 18 ->"),
    ),
    "two cells": (
        {"cells": [{"where": {"bloom": "L6"}, "count": 6}, {"where": {"topic": "g01"}, "count": 9}],
         "rules": []},
        1,
        ("cells[0] (bloom=L6): count: 6 ->",),
    ),
    "balance": ({"cells": [{"where": {"bloom": "L6"}, "count": 2}]}, 2, ("balance: co: 1 -> 2",)),
    "sum": ({"rules": [{"sum": "minutes", "at_most": 9}]}, 2, ("(sum minutes): at_most: 9 ->",)),
    "number": (
        {"rules": [{"number": {"bloom": "L6"}, "at_least": 5}]},
        1,
        ("at_least: 5 ->", "that match can be drawn and fit a cell"),
    ),
    "share, too high": (
        {"rules": [{"share": {"bloom": ["L1"]}, "at_least": 0.9}]},
        2,
        ("at_least: 0.9 ->",),
    ),
    "share, too low": (
        {"cells": [{"where": {"bloom": "L5"}, "count": 4}, {"where": {"bloom": "L3"}, "count": 1}],
         "rules": [{"share": {"bloom": "L5"}, "at_most": 0.5}]},
        1,
        ("at_most: 0.5 -> 0.8",),
    ),
    "knowledge": (
        {"cells": [{"where": {"bloom": "L1"}, "count": 1}, {"where": {"bloom": "L3"}, "count": 1}]},
        1,
        ("knowledge_at_most: 0.4 -> 0.5",),
    ),
    "include": (
        {"cells": [{"where": {"module": "m1"}, "count": 2}],
         "rules": [{"include": ["m2-clip-one-step"]}]},
        2,
        ("leave out m2-clip-one-step (fits no cell)",),
    ),
    "all_or_none": (
        {"cells": [{"where": {"topic": "a08"}, "count": 1}],
         "rules": [{"include": TWO_ON_CLIPPING[:1]}, {"all_or_none": TWO_ON_CLIPPING}]},
        1,
        (f"(all_or_none {','.join(TWO_ON_CLIPPING)}): remove it",),
    ),
    "each, from above": (
        {"cells": [{"where": {"topic": "a08"}, "count": 4}],
         "rules": [{"each": "topic", "at_most": 2}]},
        1,
        ("at_most: 2 -> 4",),
    ),
    "each, from both sides": (
        {"rules": [{"each": "topic", "at_least": 2, "at_most": 2}]},
        1,
        ("at_least: 2 -> 0",),
    ),
}  # fmt: skip


def one_unit_less(place, before, after):
    """Undo a change by its smallest step: one question, one mark, one hundredth of a share."""
    if isinstance(before, list):
        return (
            before
            if place[-1] == "all_or_none"
            else [*after, *set(before) - set(after)][: len(after) + 1]
        )
    unit = 0.01 if 0 < max(before, after) <= 1 else 1
    return min(before, after + unit) if after < before else max(before, after - unit)


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_an_impossible_blueprint_is_told_the_smallest_change_that_works(bank, tmp_path, case):
    """The change loads as a file and gives papers; each part of it by one unit less gives none."""
    changes, sets, says = IMPOSSIBLE[case]
    asked = plan(**changes)
    with pytest.raises(CannotDraw) as raised:
        papers(bank, asked, tmp_path / "l", sets=sets)
    for words in ("the smallest change that works", *says):
        assert words in str(raised.value)
    relaxed = raised.value.relaxed
    (tmp_path / "b.yaml").write_text(yaml.safe_dump(relaxed.model_dump(exclude_none=True)))
    loaded = load_blueprint(tmp_path / "b.yaml")
    drawn = papers(bank, loaded, tmp_path / "l", sets=sets)
    assert [len(paper) for paper in drawn.values()] == [loaded.size] * sets
    assert loaded.size > 0
    changed = list(moves(asked, relaxed))
    assert changed
    for place, before, after in changed:
        less = put(relaxed, place, one_unit_less(place, before, after))
        assert not solve.feasible(build(less, list(bank), list(bank), sets, 1)), place


def test_a_cell_that_nothing_fits_is_removed(bank, tmp_path):
    cells = [{"where": {"topic": "a15", "bloom": "L1"}, "count": 1}, {"count": 2}]
    with pytest.raises(CannotDraw) as raised:
        papers(bank, plan(cells=cells), tmp_path / "l")
    assert "cells[0] (topic=a15 bloom=L1): remove it" in str(raised.value)
    assert "marks: 6 -> 4" in str(raised.value)
    assert [cell.count for cell in raised.value.relaxed.cells] == [2]
    assert raised.value.relaxed.marks == 4


def test_an_explanation_that_takes_too_long_says_what_it_knows(bank, tmp_path, monkeypatch):
    def slow(*_):
        raise solve.NotProved("no draw proved best")

    monkeypatch.setattr("question_bank.draw.explain.feasible", slow)
    with pytest.raises(CannotDraw) as raised:
        papers(bank, plan(cells=[{"where": {"bloom": "L6"}, "count": 9}]), tmp_path / "l")
    assert "cells[0] (bloom=L6) needs 2 x 9" in str(raised.value)
    assert "no change of counts and bounds that works was found" in str(raised.value)
    assert raised.value.relaxed is None


def test_missing_questions_are_counted(bank, tmp_path):
    there = sum(q.bloom == "L6" for q in bank)
    count = there - 1
    with pytest.raises(CannotDraw, match=f"{there} match.*: {2 * count - there} missing") as raised:
        papers(bank, plan(cells=[{"where": {"bloom": "L6"}, "count": count}]), tmp_path / "l")
    assert "--sets 1" in str(raised.value)


def test_the_cap_on_knowledge_is_of_all_marks(bank, tmp_path):
    """4 marks of recall are 44 % beside a practical part of 5 marks, 29 % beside one of 10."""
    task = {"question": "a09_q3_adam", "task": "Write Adam.", "minutes": 9}
    other = {"question": "a08_q3_clip_by_global_norm", "task": "Clip.", "minutes": 9}
    cells = [{"where": {"bloom": "L1"}, "count": 2}]
    with pytest.raises(CannotDraw, match=r"knowledge_at_most: 0\.4 -> 0\.45"):
        papers(bank, plan(cells=cells, practical=[task]), tmp_path / "l", sets=1)
    assert papers(bank, plan(cells=cells, practical=[task, other]), tmp_path / "l", sets=1)["A"]


def test_balance_keeps_its_defaults_and_zero_switches_one_off(bank):
    """A row of balance for every set; one topic more does not drop the difficulty."""
    default, wider, narrower = (
        {row.key[1] for row in build(plan(balance=given), list(bank), list(bank), 2, 1).rows
         if row.kind == "balance"}
        for given in ({}, {"topic": 1}, {"difficulty": 0})
    )  # fmt: skip
    assert default == {"difficulty", "minutes", "co", "bloom"}
    assert wider == default | {"topic"}
    assert narrower == default - {"difficulty"}


def test_the_make_up_has_the_plan_of_its_test():
    first, again = plan("unit_test_1"), plan("makeup")
    for name in ("cells", "rules", "balance", "knowledge_at_most", "marks", "minutes", "parts"):
        assert getattr(first, name) == getattr(again, name), name
    assert not {q.question for q in first.practical} & {q.question for q in again.practical}


def test_drafts_are_left_out_unless_allowed(bank, tmp_path):
    drafts = {q.id: q.model_copy(update={"status": "draft"}) for q in bank}
    drafts |= {"m1-gone": next(iter(bank)).model_copy(update={"status": "retired"})}
    with pytest.raises(CannotDraw, match="--allow-draft"):
        choose(Bank(drafts), Request(plan(), 2, 1, HEADER), Ledger(tmp_path / "l"))
    drawn = papers(Bank(drafts), plan(), tmp_path / "l", allow_draft=True)
    assert {q.status for paper in drawn.values() for q in paper} == {"draft"}


def test_makeup_repeats_nothing_and_is_as_difficult(bank, tmp_path):
    ledger = tmp_path / "l"
    first = plan("unit_test_1")
    form = draw(bank, Request(first, 2, 3, HEADER), ledger, tmp_path / "a")
    again = draw(bank, Request(plan("makeup"), 1, 3, HEADER), ledger, tmp_path / "b")
    old = [[q for q in s if q["kind"] != "practical"] for s in form["sets"].values()]
    new = [q for q in again["sets"]["A"] if q["kind"] != "practical"]
    assert not {q["id"] for s in old for q in s} & {q["id"] for q in new}
    for s in old:
        assert abs(sum(q["difficulty"] for q in s) - sum(q["difficulty"] for q in new)) <= 1
        assert abs(sum(q["minutes"] for q in s) - sum(q["minutes"] for q in new)) <= 2


def test_undo_takes_a_draw_back(bank, tmp_path):
    ledger = tmp_path / "l"
    request = Request(plan(), 2, 1, HEADER)
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

    request = Request(plan(fresh=True), 2, seed, HEADER)
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

    request = Request(plan(), 2, 1, HEADER)
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
    ("changes", "says"),
    [
        ({"rules": [{"include": ["m2-clip-one-stp"]}]}, "did you mean m2-clip-one-step?"),
        ({"rules": [{"enemies": ["m1-nothing"]}]}, "rules[0].enemies: no question 'm1-nothing'"),
        ({"rules": [{"include": [ONE]}, {"exclude": [ONE]}]}, "rules[0].include: " + ONE),
        ({"rules": [{"number": {"tags": "clippin"}, "at_most": 1}]}, "no question has the tag"),
        ({"cells": [{"where": {"tags": ["nothing"]}, "count": 1}]}, "cells[0].where.tags: "),
    ],
)  # fmt: skip
def test_what_contradicts_the_bank_is_one_line_with_its_place(bank, tmp_path, changes, says):
    file = tmp_path / "b.yaml"
    file.write_text(yaml.safe_dump(plan(**changes).model_dump(exclude_none=True)))
    request = Request(load_blueprint(file), 2, 1, HEADER, file=file)
    with pytest.raises(ValueError) as raised:
        draw(bank, request, tmp_path / "l", tmp_path / "out")
    assert says in str(raised.value)
    assert re.match(r".*b\.yaml:\d+: (rules|cells)", str(raised.value))
    assert "\n" not in str(raised.value)
    assert [path.name for path in tmp_path.iterdir()] == ["b.yaml"]


def test_a_practical_question_is_recorded_and_a_fresh_test_repeats_none(bank, tmp_path):
    task = {"question": "a09_q3_adam", "task": "Write Adam.", "minutes": 9}
    ledger, told = tmp_path / "l", []
    for out in ("a", "b"):
        request = Request(plan(practical=[task]), 2, 1, HEADER)
        draw(bank, request, ledger, tmp_path / out, tell=told.append)
    assert [e["practical"] for e in Ledger(ledger).draws()] == [["a09_q3_adam"]] * 2
    assert told == ["note: a09_q3_adam of the practical part was in d001 too"]
    fresh = Request(plan(practical=[task], fresh=True), 2, 1, HEADER)
    with pytest.raises(ValueError, match=r"practical\[0\].question: a09_q3_adam was in d002; name"):
        draw(bank, fresh, ledger, tmp_path / "c")


def test_a_question_drawn_again_has_new_numbers(bank, tmp_path):
    """The same question and seed a second time; taken back, it has the same numbers again."""
    common = next(
        q.id for q in bank if q.parametrised and q.part == "analysis" and q.topic == "a08"
    )
    request = Request(plan(rules=[{"include": [common]}]), 1, 1, HEADER)

    def seed_of(out):
        form = draw(bank, request, tmp_path / "l", tmp_path / out)
        return next(q["seed"] for q in form["sets"]["A"] if q["id"] == common)

    first, second = seed_of("a"), seed_of("b")
    assert first != second
    undo(tmp_path / "l", "d002")
    assert seed_of("c") == second


def test_an_item_that_gives_no_variant_is_named(bank, tmp_path):
    broken = {q.id: q for q in bank}
    broken[ONE] = broken[ONE].model_copy(update={"generator": "def draw(rng): return 1 / 0"})
    request = Request(plan(rules=[{"include": [ONE]}]), 1, 1, HEADER)
    with pytest.raises(ValueError, match=f"{ONE}: generator: .*lint {ONE}"):
        draw(Bank(broken), request, tmp_path / "l", tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["l.lock"]


def test_an_edited_ledger_without_a_last_newline_keeps_its_lines(tmp_path):
    (tmp_path / "l").write_text(json.dumps({"draw": "d001", "sets": {"A": ["m1-a"]}}))
    for _ in range(2):
        with Ledger.locked(tmp_path / "l") as book:
            book.append({"draw": book.next_draw(), "sets": {"A": ["m1-b"]}})
    assert [e["draw"] for e in Ledger(tmp_path / "l").draws()] == ["d001", "d002", "d003"]


def test_another_who_writes_to_the_same_folder_meanwhile_undoes_the_draw(bank, tmp_path):
    def render(form, folder):
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "theirs").touch()

    with pytest.raises(ValueError, match="d001 is undone, draw again with another --out"):
        draw(bank, Request(plan(), 2, 1, HEADER), tmp_path / "l", tmp_path / "out", render)
    assert Ledger(tmp_path / "l").draws() == []
    assert {path.name for path in tmp_path.iterdir()} == {"l", "l.lock", "out"}


def test_keys_are_as_private_as_the_umask_says(bank, tmp_path):
    before = os.umask(0o077)
    try:
        draw(bank, Request(plan(), 1, 1, HEADER), tmp_path / "l", tmp_path / "out")
    finally:
        os.umask(before)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700


def test_the_form_is_frozen_and_has_every_formula_spoken(bank, tmp_path):
    request = Request(plan("unit_test_1"), 2, 1, HEADER, "1 December")
    form = draw(bank, request, tmp_path / "l", tmp_path / "out")
    assert load_form(tmp_path / "out") == json.loads(json.dumps(form))
    assert form["header"]["marks"] == sum(q["marks"] for q in form["sets"]["A"]) == 40
    (tmp_path / "out" / "form.json").write_text("{}")
    with pytest.raises(ValueError, match="not a form"):
        load_form(tmp_path / "out")
