"""Why a blueprint cannot be drawn: what is missing where, and the smallest change that works."""

from __future__ import annotations

import time
from collections.abc import Callable

from question_bank.blueprint import Blueprint
from question_bank.schema import Question
from question_bank.select import matches

from .model import Model
from .relax import moves, relaxed, supplied
from .solve import NotProved, feasible

SECONDS = 20  # an explanation takes no longer: half for fewer sets, half for the smallest change
WhyNot = Callable[[Question], str | None]


class CannotDraw(ValueError):
    """No draw meets the blueprint. ``relaxed`` is the nearest one that can be drawn, if known."""

    def __init__(self, message: str, relaxed: Blueprint | None):
        super().__init__(message)
        self.relaxed = relaxed


def cannot_draw(
    blueprint: Blueprint,
    sets: int,
    bank: list[Question],
    why_not: WhyNot,
    build: Callable[[Blueprint, int], Model],
) -> CannotDraw:
    """Return the error for a blueprint that cannot be drawn.

    Args:
        blueprint: what was asked for.
        sets: number of sets.
        bank: all questions, drawable or not.
        why_not: why a question may not be drawn (``"draft"``), or None.
        build: makes the model of a blueprint and a number of sets.
    """
    fewer = _fewer(blueprint, sets, build, _clock(SECONDS / 2))
    left = _clock(SECONDS / 2)

    def works(trial: Blueprint) -> bool:
        return feasible(build(trial, sets), left())

    nearest, proved = relaxed(blueprint, sets, build, works, left) or (None, False)
    plural = "s" if sets > 1 else ""
    lines = [f"{blueprint.name} cannot be drawn: {sets} set{plural} of {blueprint.size} questions"]
    for c, cell in enumerate(blueprint.cells):
        lowered = cell.count - nearest.cells[c].count if nearest else 0
        if short := _short(cell, sets, lowered, bank, why_not):
            lines.append(f"  cells[{c}] ({cell}) {short}")
    if nearest:
        lines.append("  the smallest change that works:" if proved else "  a change that works:")
        lines += [f"    {change}" for change in _changes(blueprint, nearest, bank, why_not)]
    else:
        lines.append("  no change of counts and bounds that works was found")
    if fewer:
        lines.append(f"  or, with the blueprint as it is: --sets {fewer}")
    if any(why_not(q) == "draft" for q in bank):
        lines.append("  drafts are left out; --allow-draft draws them too")
    return CannotDraw("\n".join(lines), _loadable(nearest) if nearest else None)


def _short(cell, sets: int, lowered: int, bank: list[Question], why_not: WhyNot) -> str | None:
    """Say how many questions a cell lacks, and why those that match are not drawn."""
    found = [why_not(q) for q in bank if matches(q, cell.where)]
    needs, there = sets * cell.count, found.count(None)
    if there >= needs and not lowered:
        return None
    kept = {reason: found.count(reason) for reason in dict.fromkeys(found) if reason}
    reasons = "".join(f", {n} {reason}" for reason, n in kept.items())
    missing = needs - there if there < needs else lowered * sets
    because = "" if there < needs else ", for other lines claim or exclude them"
    return (
        f"needs {sets} x {cell.count}, {there} can be drawn "
        f"({len(found)} match{reasons}): {missing} missing{because}"
    )


def _changes(old: Blueprint, new: Blueprint, bank: list[Question], why_not: WhyNot) -> list[str]:
    """Say what to edit: one line for each value that differs, and the marks that follow."""
    changes = []
    for place, before, after in moves(old, new):
        name = place[-1]
        if name == "include":
            gone = [_because(id, old, bank, why_not) for id in before if id not in after]
            change = f"(include): leave out {', '.join(gone)}"
        elif place[0] in ("cells", "rules"):
            line = getattr(old, place[0])[place[1]]
            gone = name == "all_or_none" or (name == "count" and not after)
            change = f"({line}): " + ("remove it" if gone else f"{name}: {before:g} -> {after:g}")
            if place[0] == "rules" and (where := line.number or line.share):
                there = [q for q in bank if why_not(q) is None and matches(q, where)]
                there = sum(any(matches(q, cell.where) for cell in old.cells) for q in there)
                change += f"; {there} that match can be drawn and fit a cell"
        else:
            change = f"{before:g} -> {after:g}"
        changes.append(f"{_spelt(place)} {change}")
    if old.marks is not None and old.marks != new.total:
        changes.append(f"marks: {old.marks:g} -> {new.total:g}")
    return changes


def _spelt(place: tuple) -> str:
    """Spell the line of a blueprint: ``cells[0]``, ``balance: co:``, ``knowledge_at_most:``."""
    if place[0] in ("cells", "rules"):
        return f"{place[0]}[{place[1]}]"
    return " ".join(f"{name}:" for name in place)


def _because(id: str, blueprint: Blueprint, bank: list[Question], why_not: WhyNot) -> str:
    """Say why a question that was to be in every set cannot be."""
    question = next(q for q in bank if q.id == id)
    reason = why_not(question)
    if not reason and not any(matches(question, cell.where) for cell in blueprint.cells):
        reason = "fits no cell"
    return f"{id} ({reason or 'other lines are against it'})"


def _loadable(blueprint: Blueprint) -> Blueprint:
    """Return the blueprint as a file would hold it: no empty cells, and the marks of the rest."""
    kept = blueprint.model_copy(update={"cells": [c for c in blueprint.cells if c.count]})
    return kept if kept.marks is None else kept.model_copy(update={"marks": kept.total})


def _fewer(blueprint: Blueprint, sets: int, build: Callable, left: Callable[[], float]) -> int:
    """Return the largest smaller number of sets that can be drawn, 0 if none is known."""
    low, high = 0, sets - 1
    one = build(blueprint, 1)
    while high and supplied(blueprint, high, one) != blueprint:
        high -= 1
    while low < high:  # a set can always be left out, so bisection is right
        middle = (low + high + 1) // 2
        try:
            drawable = feasible(build(blueprint, middle), left())
        except NotProved:
            drawable = False
        if drawable:
            low = middle
        else:
            high = middle - 1
    return low


def _clock(seconds: float) -> Callable[[], float]:
    """Return a function that says how many of the seconds are left; never none at all."""
    end = time.monotonic() + seconds
    return lambda: max(end - time.monotonic(), 0.1)
