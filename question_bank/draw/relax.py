"""The nearest blueprint that can be drawn.

Theory of operation. ``_cheapest`` solves the rows of the draw with slack: cells may shrink, bounds
and windows of balance may move, each paid by the unit (``model.COST``), and the windows follow the
cells as ``model.build`` would move them. The slack is written back into the blueprint in whole
units. ``_tightened`` then takes every change back, as far as a draw allows that is built and solved
from the blueprint alone: that proves that no unit less of any change would do.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from question_bank.blueprint import Blueprint
from question_bank.schema import Question
from question_bank.select import matches

from .model import KNOWLEDGE, Model, Row
from .solve import NotProved, _matrix

TINY = 1e-6
ROUNDS = 3  # the second is for a mean that rounding puts on the other side of a whole number
Place = tuple[str | int, ...]  # ("rules", 2, "at_most"): where a value stands in a blueprint


def relaxed(
    blueprint: Blueprint,
    sets: int,
    build: Callable[[Blueprint, int], Model],
    works: Callable[[Blueprint], bool],
    left: Callable[[], float],
) -> tuple[Blueprint, bool] | None:
    """Return the nearest blueprint that can be drawn, and whether it is proved the nearest.

    Args:
        blueprint: one that cannot be drawn.
        sets: number of sets.
        build: makes the model of a blueprint and a number of sets.
        works: whether a blueprint can be drawn; raises ``NotProved`` when it takes too long.
        left: the seconds that are left; half of them go to a search, the rest to proofs.

    Returns:
        None if none was found in time, or if not even one question a set can be drawn.
    """
    nearest = supplied(blueprint, sets, build(blueprint, 1))
    if not nearest.size:
        return None
    try:
        for _ in range(ROUNDS):
            if nearest != blueprint and works(nearest):
                return _tightened(blueprint, nearest, works)
            solved = _cheapest(build(nearest, sets), nearest.size, left() / 2)
            if solved is None:
                return None
            moved, chosen = solved
            papers = [[q for q, t in chosen if t == s] for s in range(sets)]
            nearest = _moved(nearest, moved, papers)
    except NotProved:
        pass
    return None


def supplied(blueprint: Blueprint, sets: int, model: Model) -> Blueprint:
    """Shrink every cell to what its questions can fill: a common one in each set, others in one."""
    common = {id for rule in blueprint.rules for id in rule.include or []}
    for c, cell in enumerate(blueprint.cells):
        ids = {q.id for q, cell_of, _ in model.variables if cell_of == c}
        most = len(ids & common) + len(ids - common) // sets
        blueprint = put(blueprint, ("cells", c, "count"), min(cell.count, most))
    return blueprint


def moves(old: Blueprint, new: Blueprint) -> Iterator[tuple[Place, Any, Any]]:
    """Yield the values that differ: where they stand, before, after. Cells come first."""
    for c, (a, b) in enumerate(zip(old.cells, new.cells, strict=True)):
        if a.count != b.count:
            yield ("cells", c, "count"), a.count, b.count
    for r, (a, b) in enumerate(zip(old.rules, new.rules, strict=True)):
        for name in ("include", "all_or_none", "at_least", "at_most"):
            if getattr(a, name) != getattr(b, name):
                yield ("rules", r, name), getattr(a, name), getattr(b, name)
    for name, before in old.balance.items():
        if before != new.balance[name]:
            yield ("balance", name), before, new.balance[name]
    if old.knowledge_at_most != new.knowledge_at_most:
        yield ("knowledge_at_most",), old.knowledge_at_most, new.knowledge_at_most


def _cheapest(model: Model, size: int, seconds: float) -> tuple[dict, list] | None:
    """Return the slack (below, above) of every line that moves, and the (question, set) drawn.

    Every line of the blueprint has one slack below and one above, shared by all sets. At least one
    question a set stays.
    """
    n = len(model.variables)
    column: dict[tuple, int] = defaultdict(count(n).__next__)
    cost: dict[tuple, float] = {}
    rows: list[Row] = []
    shifts: dict[tuple, Row] = {}
    for row in model.rows:
        line, entries = _line(row), dict(row.coefficients)
        if row.per_cell:
            entries[column[row.key, "shift"]] = 1
            shifts[row.key] = row
        if row.cost:
            cost[line, "below"] = row.cost
        if not row.cost:
            rows.append(Row((), entries, row.low, row.high))
        elif row.kind in ("cell", "include"):  # can only be left empty
            rows.append(Row((), entries | {column[line, "below"]: 1}, row.low, row.high))
        else:
            cost[line, "above"] = row.cost
            rows.append(Row((), entries | {column[line, "below"]: 1}, row.low, math.inf))
            rows.append(Row((), entries | {column[line, "above"]: -1}, -math.inf, row.high))
    cells = {line[1]: column[line, side] for line, side in cost if line[0] == "cell"}
    rows.append(Row((), dict.fromkeys(cells.values(), 1.0), 0, size - 1))
    for key, row in shifts.items():  # shift = ceil(what the mean loses - room)
        loses = {cells[c]: -mean for c, mean in row.per_cell.items() if c in cells}
        entries = loses | {column[key, "shift"]: 1}
        rows.append(Row((), entries, -row.room, 1 - row.room - TINY))
    total = n + len(column)
    prices, whole, upper = np.zeros(total), np.ones(total), np.full(total, np.inf)
    upper[:n] = 1
    for key, j in column.items():
        prices[j] = cost.get(key, 0)
        whole[j] = key[0][0] != "share"
    result = milp(
        prices,
        integrality=whole,
        bounds=Bounds(0, upper),
        constraints=LinearConstraint(*_matrix(Model(rows=rows), total)),
        options={"time_limit": seconds},
    )
    if result.x is None:
        return None
    moved = {
        line: (result.x[j], result.x[column[line, "above"]] if (line, "above") in cost else 0)
        for (line, side), j in list(column.items())
        if side == "below"
    }
    chosen = [model.variables[j] for j in np.flatnonzero(np.round(result.x[:n]))]
    return (
        {line: pair for line, pair in moved.items() if max(pair) > TINY},
        [(q, s) for q, _, s in chosen],
    )


def _line(row: Row) -> tuple:
    """Return the line of the blueprint that a row stems from; some have a row per value."""
    return row.key[: {"each": 3, "balance": 2}.get(row.kind)]


def _moved(blueprint: Blueprint, moved: dict, papers: list[list[Question]]) -> Blueprint:
    """Return the blueprint with its values moved by the slack, outwards to whole units."""
    for (kind, *where), (below, above) in moved.items():
        if kind == "cell":
            less = blueprint.cells[where[0]].count - round(below)
            blueprint = put(blueprint, ("cells", where[0], "count"), less)
        elif kind == "include":
            for r, rule in enumerate(blueprint.rules):
                if where[0] in (rule.include or []):
                    kept = [id for id in rule.include if id != where[0]]
                    blueprint = put(blueprint, ("rules", r, "include"), kept)
        elif kind == "balance":
            wider = blueprint.balance[where[0]] + 2 * math.ceil(max(below, above) - TINY)
            blueprint = put(blueprint, ("balance", where[0]), wider)
        elif kind == "all_or_none":
            blueprint = put(blueprint, (*where, "all_or_none"), [])
        elif where[0] == "knowledge_at_most":
            shares = [_share([*paper, *blueprint.practical], KNOWLEDGE) for paper in papers]
            blueprint = put(blueprint, ("knowledge_at_most",), _outwards(shares, "at_most"))
        elif kind == "share":
            shares = [_share(paper, blueprint.rules[where[1]].share) for paper in papers]
            blueprint = put(blueprint, tuple(where), _outwards(shares, where[2]))
        else:
            rule = blueprint.rules[where[1]]
            if below > TINY:
                lower = math.floor(rule.at_least - below + TINY)
                blueprint = put(blueprint, (*where[:2], "at_least"), lower)
            if above > TINY:
                higher = math.ceil(rule.at_most + above - TINY)
                blueprint = put(blueprint, (*where[:2], "at_most"), higher)
    return blueprint


def _tightened(
    asked: Blueprint, nearest: Blueprint, works: Callable[[Blueprint], bool]
) -> tuple[Blueprint, bool]:
    """Take every change back as far as a draw allows; False if that took too long.

    Bounds are bisected: a wider one never hurts. A smaller cell may, for it moves the windows of
    balance, so counts are tried from the one asked for downwards.
    """
    try:
        for place, before, after in moves(asked, nearest):
            steps = _steps(place, before, after, _unit(asked, place))
            tried = [put(nearest, place, value) for value in steps[:-1]]
            if place[0] == "cells":
                least = next((i for i, trial in enumerate(tried) if works(trial)), len(tried))
            else:
                least = bisect_left(tried, True, key=works)
            nearest = put(nearest, place, steps[least])
    except NotProved:
        return nearest, False
    return nearest, True


def _unit(blueprint: Blueprint, place: Place) -> float:
    """Return the step in which a value is moved: a hundredth of a share, one of anything else."""
    share = place[0] == "rules" and blueprint.rules[place[1]].share is not None
    return 0.01 if share or place == ("knowledge_at_most",) else 1


def _steps(place: Place, before: Any, after: Any, unit: float) -> list[Any]:
    """Return the values from the one asked for to the one that works, a unit apart.

    Example:
        >>> _steps(("cells", 0, "count"), 4, 1, 1), _steps(("balance", "co"), 1, 3, 1)
        ([4, 3, 2, 1], [1, 2, 3])
        >>> _steps(("knowledge_at_most",), 0.395, 0.42, 0.01)
        [0.395, 0.4, 0.41, 0.42]
        >>> _steps(("rules", 0, "include"), ["a", "b", "c"], ["c"], 1)
        [['a', 'b', 'c'], ['b', 'c'], ['c']]
    """
    if place[-1] == "all_or_none":
        return [before, after]
    if place[-1] == "include":
        gone = [id for id in before if id not in after]
        return [[id for id in before if id not in gone[:k]] for k in range(len(gone) + 1)]
    back = unit if before > after else -unit
    apart = range(math.ceil(abs(after - before) / unit - TINY))
    return [before, *(round(after + k * back, 2) for k in reversed(apart))]


def put(blueprint: Blueprint, place: Place, value: Any) -> Blueprint:
    """Return the blueprint with another value at a place."""
    name, *inner = place
    if name == "balance":
        value = blueprint.balance | {inner[0]: value}
    elif inner:
        lines = list(getattr(blueprint, name))
        lines[inner[0]] = lines[inner[0]].model_copy(update={inner[1]: value})
        value = lines
    return blueprint.model_copy(update={name: value})


def _share(paper: list, where: dict) -> float:
    total = sum(q.marks for q in paper)
    return sum(q.marks for q in paper if matches(q, where)) / total if total else 0.0


def _outwards(shares: list[float], bound: str) -> float:
    """Return the bound, in whole per cent, that all shares keep."""
    if bound == "at_least":
        return math.floor(min(shares) * 100 + TINY) / 100
    return math.ceil(max(shares) * 100 - TINY) / 100
