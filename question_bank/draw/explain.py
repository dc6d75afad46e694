"""Why a blueprint cannot be drawn: what is missing where, and the cheapest change that works."""

from __future__ import annotations

import math
from collections.abc import Callable

from question_bank.blueprint import Blueprint
from question_bank.schema import Question
from question_bank.select import matches

from .model import Model
from .solve import feasible, relaxation


class CannotDraw(ValueError):
    """No draw meets the blueprint. ``relaxed`` is the nearest blueprint that can be drawn."""

    def __init__(self, message: str, relaxed: Blueprint):
        super().__init__(message)
        self.relaxed = relaxed


def explain(
    blueprint: Blueprint,
    sets: int,
    bank: list[Question],
    why_not: Callable[[Question], str | None],
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
    relaxed, rounded = blueprint, False
    while True:  # a smaller cell moves the windows of balance, so look again until nothing moves
        model = build(relaxed, sets)
        moved, chosen = relaxation(model, rounded)
        if rounded and not moved:
            break
        rounded = True
        papers = [
            [model.variables[j][0] for j in chosen if model.variables[j][2] == s]
            for s in range(sets)
        ]
        relaxed = _relaxed(relaxed, moved, papers)
    plural = "s" if sets > 1 else ""
    lines = [f"{blueprint.name} cannot be drawn: {sets} set{plural} of {blueprint.size} questions"]
    for c, cell in enumerate(blueprint.cells):
        if short := _short(blueprint, relaxed, c, sets, bank, why_not):
            lines.append(f"  cells[{c}] ({cell}) {short}")
    lines.append("  the smallest change that works:")
    lines += [f"    {change}" for change in _changes(blueprint, relaxed)]
    if fewer := _fewer(blueprint, sets, build):
        lines.append(f"  or, with the blueprint as it is: --sets {fewer}")
    if any(why_not(q) == "draft" for q in bank):
        lines.append("  drafts are left out; --allow-draft draws them too")
    return CannotDraw("\n".join(lines), relaxed)


def _short(blueprint, relaxed, c, sets, bank, why_not) -> str | None:
    """Say how many questions a cell lacks, and why those that match are not drawn."""
    cell = blueprint.cells[c]
    found = [why_not(q) for q in bank if matches(q, cell.where)]
    needs, there = sets * cell.count, found.count(None)
    lowered = cell.count - relaxed.cells[c].count
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


def _relaxed(blueprint: Blueprint, moved: dict, papers: list[list[Question]]) -> Blueprint:
    """Return the blueprint with its bounds moved by the slack."""
    cells, rules = list(blueprint.cells), list(blueprint.rules)
    balance, knowledge = dict(blueprint.balance), blueprint.knowledge_at_most
    for (kind, *where), (below, above) in moved.items():
        if kind == "cell":
            count = round(cells[where[0]].count - below)
            cells[where[0]] = cells[where[0]].model_copy(update={"count": count})
        elif kind == "include":
            for r, rule in enumerate(rules):
                if where[0] in (rule.include or []):
                    kept = [id for id in rule.include if id != where[0]]
                    rules[r] = rule.model_copy(update={"include": kept})
        elif kind == "balance":
            balance[where[0]] += 2 * math.ceil(max(below, above))
        elif where[0] == "knowledge_at_most":
            knowledge = _up(max(_share(paper, {"bloom": "L1"}) for paper in papers))
        elif kind == "all_or_none":
            rules[where[1]] = rules[where[1]].model_copy(update={"all_or_none": []})
        else:
            rule = rules[where[1]]
            update = {}
            if kind == "share":
                shares = [_share(paper, rule.share) for paper in papers]
                update = {
                    "at_least": _down(min(shares)) if where[2] == "at_least" else rule.at_least,
                    "at_most": _up(max(shares)) if where[2] == "at_most" else rule.at_most,
                }
            elif below:
                update = {"at_least": math.floor(rule.at_least - below + 1e-6)}
            else:
                update = {"at_most": math.ceil(rule.at_most + above - 1e-6)}
            rules[where[1]] = rule.model_copy(update=update)
    update = {"cells": cells, "rules": rules, "balance": balance, "knowledge_at_most": knowledge}
    return blueprint.model_copy(update=update)


def _changes(old: Blueprint, new: Blueprint) -> list[str]:
    """Say how two blueprints differ."""
    changes = []
    for c, (a, b) in enumerate(zip(old.cells, new.cells, strict=True)):
        if a != b:
            fix = f"count: {a.count} -> {b.count}" if b.count else "remove it"
            changes.append(f"cells[{c}] ({a}): {fix}")
    for r, (a, b) in enumerate(zip(old.rules, new.rules, strict=True)):
        if a.include != b.include:
            left = [id for id in a.include if id not in b.include]
            changes.append(f"rules[{r}] (include): leave out {' '.join(left)}")
        if a.all_or_none != b.all_or_none:
            changes.append(f"rules[{r}] ({a}): remove it")
        for bound in ("at_least", "at_most"):
            before, after = getattr(a, bound), getattr(b, bound)
            if before != after:
                changes.append(f"rules[{r}] ({a}): {bound}: {before:g} -> {after:g}")
    for name, before in old.balance.items():
        if before != new.balance[name]:
            changes.append(f"balance: {name}: {before:g} -> {new.balance[name]:g}")
    if old.knowledge_at_most != new.knowledge_at_most:
        changes.append(f"knowledge_at_most: {old.knowledge_at_most:g} -> {new.knowledge_at_most:g}")
    return changes


def _fewer(blueprint: Blueprint, sets: int, build: Callable) -> int:
    """Return the largest smaller number of sets that can be drawn, 0 if there is none."""
    low, high = 0, sets - 1  # a set can always be left out, so bisection is right
    while low < high:
        middle = (low + high + 1) // 2
        if feasible(build(blueprint, middle)):
            low = middle
        else:
            high = middle - 1
    return low


def _share(paper: list[Question], where: dict) -> float:
    total = sum(q.marks for q in paper)
    return sum(q.marks for q in paper if matches(q, where)) / total if total else 0.0


def _up(share: float) -> float:
    return math.ceil(share * 100 - 1e-6) / 100


def _down(share: float) -> float:
    return math.floor(share * 100 + 1e-6) / 100
