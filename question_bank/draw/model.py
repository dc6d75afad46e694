"""The MILP of a draw: variables x[q, c, s] and rows low <= a x <= high, each with its reason."""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from question_bank.blueprint import SUMMED, Blueprint, Rule
from question_bank.practical import PracticalQuestion
from question_bank.schema import Question
from question_bank.select import matches

KNOWLEDGE = {"bloom": "L1"}

# What one unit of relaxation costs: a missing question outweighs a widened bound.
COST = {"include": 50.0, "cell": 10.0, "all_or_none": 8.0, "number": 5.0, "each": 4.0, "share": 2.0,
        "sum": 1.0, "balance": 3.0}  # fmt: skip


@dataclass
class Row:
    """One constraint. Rows with the same ``key`` stem from one line of the blueprint.

    The window of a balance moves down when a cell shrinks: for each question less by ``per_cell``,
    the mean of that cell, and by whole units, after the first ``room``.
    """

    key: tuple
    coefficients: dict[int, float]
    low: float
    high: float
    kind: str = ""
    per_cell: dict[int, float] = field(default_factory=dict)
    room: float = 0.0

    @property
    def cost(self) -> float | None:
        """Price of a unit of slack; None where a row must hold: disjoint sets, enemies."""
        return COST.get(self.kind)


@dataclass
class Model:
    """The variables (question, cell, set), the rows, and what each variable costs."""

    variables: list[tuple[Question, int, int]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    uses: list[int] = field(default_factory=list)
    weak: list[int] = field(default_factory=list)
    tie: list[float] = field(default_factory=list)

    def add(
        self,
        kind: str,
        key: tuple,
        coefficients: dict[int, float],
        low: float,
        high: float,
        per_cell: dict[int, float] | None = None,
        room: float = 0.0,
    ) -> None:
        """Add a row, unless it says nothing."""
        coefficients = {j: a for j, a in coefficients.items() if a}
        if coefficients or low > 0 or high < 0:
            self.rows.append(Row((kind, *key), coefficients, low, high, kind, per_cell or {}, room))


def build(
    blueprint: Blueprint,
    pool: list[Question],
    reference: Iterable[Question],
    sets: int,
    seed: int,
    uses: Mapping[str, int] | None = None,
    weak: Mapping[str, float] | None = None,
    difficulty: Mapping[str, float] | None = None,
) -> Model:
    """Return the model of a draw.

    Args:
        blueprint: what each set must be like.
        pool: the questions that may be drawn.
        reference: the questions whose mean the sets are balanced around; the pool and those used
            before, so that a later draw has the difficulty of an earlier one.
        sets: number of sets.
        seed: chooses among the equally good draws.
        uses: how often each question has been drawn before.
        weak: share of the class, 0 to 1, that failed what the question is about.
        difficulty: measured difficulty, 1 to 5, where there is one; else the writer's guess.
    """
    uses, weak, difficulty = uses or {}, weak or {}, difficulty or {}
    model = Model()
    for question in pool:
        for c, cell in enumerate(blueprint.cells):
            if matches(question, cell.where):
                for s in range(sets):
                    model.variables.append((question, c, s))
                    model.uses.append(uses.get(question.id, 0))
                    model.weak.append(round(100 * weak.get(question.id, 0)))
                    model.tie.append(_weight(seed, question.id, c, s))
    _cells(model, blueprint, sets)
    common = {id for rule in blueprint.rules for id in rule.include or []}
    _disjoint(model, common, sets)
    _enemies(model, pool, sets)
    for s in range(sets):
        mine = [(j, q) for j, (q, _, t) in enumerate(model.variables) if t == s]
        for r, rule in enumerate(blueprint.rules):
            _rule(model, rule, ("rules", r), mine)
        if blueprint.knowledge_at_most < 1:
            cap = Rule(share=KNOWLEDGE, at_most=blueprint.knowledge_at_most)
            _share(model, cap, ("knowledge_at_most",), mine, blueprint.practical)
    _balance(model, blueprint, list(reference), sets, difficulty)
    return model


def _weight(seed: int, id: str, cell: int, set_: int) -> float:
    """Return the random weight of a variable: 2^24 u^4, the same on any machine.

    The fourth power makes a few variables cheap and most dear, so that the solver's bounds decide
    early: an optimum is proved several times faster than with u itself.
    """
    digest = hashlib.sha256(f"{seed}/{id}/{cell}/{set_}".encode()).digest()
    return int.from_bytes(digest[:4], "big") ** 4 / 2**104


def _cells(model: Model, blueprint: Blueprint, sets: int) -> None:
    members: dict[tuple[int, int], dict[int, float]] = defaultdict(dict)
    for j, (_, c, s) in enumerate(model.variables):
        members[c, s][j] = 1
    for c, cell in enumerate(blueprint.cells):
        for s in range(sets):
            model.add("cell", (c,), members[c, s], cell.count, cell.count)


def _disjoint(model: Model, common: set[str], sets: int) -> None:
    """A question fills one cell of one set; a common one, one cell of every set."""
    copies: dict[tuple, dict[int, float]] = defaultdict(dict)
    for j, (q, _, s) in enumerate(model.variables):
        copies[(q.id, s) if q.id in common else (q.id,)][j] = 1
    for key, row in copies.items():
        if key[0] in common:
            model.add("include", key[:1], row, 1, 1)
        elif len(row) > 1:
            model.add("disjoint", key, row, 0, 1)
    present = {key[0] for key in copies}
    for id in common - present:
        model.add("include", (id,), {}, 1, 1)


def _enemies(model: Model, pool: list[Question], sets: int) -> None:
    copies: dict[tuple[str, int], list[int]] = defaultdict(list)
    for j, (q, _, s) in enumerate(model.variables):
        copies[q.id, s].append(j)
    pairs = {tuple(sorted((q.id, enemy))) for q in pool for enemy in q.enemies}
    for a, b in sorted(pairs):
        for s in range(sets):
            if (a, s) in copies and (b, s) in copies:
                row = dict.fromkeys(copies[a, s] + copies[b, s], 1.0)
                model.add("enemies", (a, b), row, 0, 1)


def _rule(model: Model, rule: Rule, key: tuple, mine: list[tuple[int, Question]]) -> None:
    """Add the rows of one rule for one set."""
    low = rule.at_least or 0
    high = math.inf if rule.at_most is None else rule.at_most
    if rule.number is not None:
        model.add("number", key, {j: 1 for j, q in mine if matches(q, rule.number)}, low, high)
    elif rule.sum:
        model.add("sum", key, {j: getattr(q, rule.sum) for j, q in mine}, low, high)
    elif rule.each:
        for value, row in _by_value(mine, rule.each).items():
            model.add("each", (*key, value), row, low, high)
    elif rule.share is not None:
        _share(model, rule, key, mine)
    elif rule.enemies:
        model.add("enemies", key, {j: 1 for j, q in mine if q.id in rule.enemies}, 0, 1)
    elif rule.all_or_none:
        first, *rest = rule.all_or_none
        for other in rest:
            row = {j: (q.id == first) - (q.id == other) for j, q in mine}
            model.add("all_or_none", key, row, 0, 0)


def _share(
    model: Model,
    rule: Rule,
    key: tuple,
    mine: list[tuple[int, Question]],
    fixed: Iterable[PracticalQuestion] = (),
) -> None:
    """Bound the marks within - bound x all marks; ``fixed`` questions are in every set."""
    for name in ("at_least", "at_most"):
        bound = getattr(rule, name)
        if bound is not None:
            row = {j: q.marks * (matches(q, rule.share) - bound) for j, q in mine}
            has = sum(q.marks * (matches(q, rule.share) - bound) for q in fixed)
            low, high = (-has, math.inf) if name == "at_least" else (-math.inf, -has)
            model.add("share", (*key, name), row, low, high)


def _by_value(mine: Iterable[tuple[int, Question]], name: str) -> dict[str, dict[int, float]]:
    rows: dict[str, dict[int, float]] = defaultdict(dict)
    for j, q in mine:
        value = getattr(q, name)
        for v in value if isinstance(value, list) else [value]:
            rows[str(v)][j] = 1
    return dict(sorted(rows.items()))


def _balance(
    model: Model, blueprint: Blueprint, reference: list[Question], sets: int, difficulty: Mapping
) -> None:
    """Keep every set in one window around the mean of the questions that the cells ask for.

    A fixed window is tighter than bounds between pairs of sets, and solves ten times faster.
    """

    def measure(q: Question, name: str) -> float:
        return difficulty.get(q.id, q.difficulty) if name == "difficulty" else getattr(q, name)

    matching = [[q for q in reference if matches(q, cell.where)] for cell in blueprint.cells]
    for name, within in blueprint.balance.items():
        if not within:
            continue
        values = [name] if name in SUMMED else sorted(
            {v for q in reference for v in _by_value([(0, q)], name)}
        )  # fmt: skip
        for value in values:

            def amount(q: Question, name: str = name, value: str = value) -> float:
                return measure(q, name) if name in SUMMED else matches(q, {name: value})

            means = {
                c: sum(map(amount, found)) / len(found) for c, found in enumerate(matching) if found
            }
            mean = sum(blueprint.cells[c].count * m for c, m in means.items())
            lowest = mean - (within - 1) / 2
            low = math.floor(lowest)
            for s in range(sets):
                row = {j: amount(q) for j, (q, _, t) in enumerate(model.variables) if t == s}
                model.add("balance", (name, value), row, max(low, 0), low + within, means,
                          lowest - low)  # fmt: skip
