"""Depth: how many disjoint tests a blueprint can still draw from a bank.

A test fills every cell of the blueprint with ``count`` questions, a question fills one cell, no
question is in two tests, and no test holds enemies. For the cells alone, T tests are possible
exactly if a flow of T x (all counts) runs from the cells (capacity T x count) through the matching
questions (capacity 1). That flow gives each cell its questions; they are then dealt to the T
tests, most enemies first, so that no test holds two enemies. What is dealt is a proof, what the
flow refuses a bound.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from .blueprint import Blueprint
from .schema import Question
from .select import matches


@dataclass
class Depth:
    """Tests proved by dealing, the bound by counting, and what each cell alone would allow."""

    tests: int
    at_most: int
    cells: list[dict[str, Any]]


def depth(questions: Iterable[Question], blueprint: Blueprint, used: Collection[str] = ()) -> Depth:
    """Count the disjoint tests that can still be drawn.

    Args:
        questions: the bank; retired questions are left out.
        blueprint: the cells of one test.
        used: ids that earlier tests have used up.
    """
    live = [q for q in questions if q.status != "retired" and q.id not in used]
    fits = np.array(
        [[matches(q, cell.where) for q in live] for cell in blueprint.cells], dtype=bool
    )
    counts = np.array([cell.count for cell in blueprint.cells])
    at_most = _largest(fits, counts)
    tests = next(
        (t for t in range(at_most, 0, -1) if _deal(live, _assign(fits, counts * t), t)),
        0,
    )
    cells = [
        {"cell": str(cell), "count": cell.count, "left": int(n), "alone": int(n // cell.count)}
        for cell, n in zip(blueprint.cells, fits.sum(axis=1), strict=True)
    ]
    return Depth(tests, at_most, cells)


def _largest(fits: np.ndarray, counts: np.ndarray) -> int:
    """Return the largest T whose flow is full; a smaller T is then possible too."""
    low, high = 0, fits.shape[1] // int(counts.sum())
    while low < high:
        middle = (low + high + 1) // 2
        if _assign(fits, counts * middle) is not None:
            low = middle
        else:
            high = middle - 1
    return low


def _assign(fits: np.ndarray, needs: np.ndarray) -> list[list[int]] | None:
    """Return for each cell the questions that a full flow sends to it, or None if none is full."""
    cells, items = fits.shape
    source, sink = 0, cells + items + 1
    capacity = np.zeros((sink + 1, sink + 1), dtype=np.int32)
    capacity[source, 1 : cells + 1] = needs
    capacity[1 : cells + 1, cells + 1 : sink] = fits
    capacity[cells + 1 : sink, sink] = 1
    result = maximum_flow(csr_array(capacity), source, sink)
    if result.flow_value < needs.sum():
        return None
    flow = result.flow.toarray()[1 : cells + 1, cells + 1 : sink]
    return [list(np.flatnonzero(row > 0)) for row in flow]


def _deal(live: list[Question], chosen: list[list[int]] | None, tests: int) -> bool:
    """Deal the questions of every cell to the tests, keeping enemies apart. True if all fit."""
    if chosen is None:
        return False
    hands: list[set[str]] = [set() for _ in range(tests)]
    filled = [[0] * tests for _ in chosen]
    dealt = [(cell, live[i]) for cell, members in enumerate(chosen) for i in members]
    for cell, question in sorted(dealt, key=lambda pair: -len(pair[1].enemies)):
        room = len(chosen[cell]) // tests
        free = [
            t
            for t in range(tests)
            if filled[cell][t] < room and not hands[t] & set(question.enemies)
        ]
        if not free:
            return False
        test = min(free, key=lambda t: len(hands[t]))
        hands[test].add(question.id)
        filled[cell][test] += 1
    return True


def as_text(blueprint: Blueprint, found: Depth) -> str:
    """Return the depth of a bank as text, the tightest cell first."""
    bound = "" if found.tests == found.at_most else f" (at most {found.at_most} by counting)"
    word = "test" if found.tests == 1 else "tests"
    lines = [f"{blueprint.name}: {found.tests} disjoint {word} can still be drawn{bound}", ""]
    lines.append(f"{'cell':50} {'needs':>5} {'left':>5} {'tests, alone':>13}")
    for cell in sorted(found.cells, key=lambda cell: cell["alone"]):
        lines.append(f"{cell['cell']:50} {cell['count']:5} {cell['left']:5} {cell['alone']:13}")
    if blueprint.rules:
        lines += ["", "counted by cells and enemies; rules and balance may allow fewer"]
    return "\n".join(lines)
