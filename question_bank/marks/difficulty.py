"""Difficulty as it was measured, on the scale of the writers and whatever the class's ability."""

from __future__ import annotations

import math
from collections import defaultdict
from pathlib import Path

from question_bank.load import Bank

from . import history
from .sitting import Measured, Paper
from .statistics import LEAST


def measured_difficulty(bank: Bank, file: Path) -> dict[str, float]:
    r"""Return the difficulty of the questions that have been marked, 1 easy to 5 hard.

    With p the facility of a question and g its writer's guess, means over its paper's questions,

        d = mean(g) + mean(logit p) - logit p,    difficulty = (n d + 30 g) / (n + 30).

    The mean of the paper takes the ability of the class out: in Rasch's model an abler class moves
    every logit by the same amount. A step of the scale is one logit, so that 1 to 5 spans p = 0.88
    to 0.12. The guess counts as ``statistics.LEAST`` = 30 students; d is pooled with weights n.

    Args:
        bank: only its questions, in their present version, are of use.
        file: the history; it need not exist.

    Raises:
        ValueError: if the history is corrupt.
    """
    found: dict[tuple[str, int], list[tuple[int, float]]] = defaultdict(list)
    for sitting in history.read(file):
        for paper in sitting.sets.values():
            for item, difficulty in _centred(paper):
                found[item.id, item.version].append((item.n, difficulty))
    return {
        q.id: _shrunk(q.difficulty, found[q.id, q.version])
        for q in bank
        if (q.id, q.version) in found
    }


def _centred(paper: Paper) -> list[tuple[Measured, float]]:
    """Return the difficulty of each question of one set, centred on its writers' guesses."""
    guessed = [item for item in paper.items if item.difficulty is not None]  # the bank's own
    if not guessed:
        return []
    logits = [_logit(item) for item in guessed]
    centre = sum(item.difficulty + x for item, x in zip(guessed, logits, strict=True))
    return [(item, centre / len(guessed) - x) for item, x in zip(guessed, logits, strict=True)]


def _logit(item: Measured) -> float:
    """Return ln(p / (1 - p)), finite also where all marks are the same: half a student each way."""
    right = item.n * item.mean / item.most
    return math.log((right + 0.5) / (item.n - right + 0.5))


def _shrunk(guess: float, values: list[tuple[int, float]]) -> float:
    n = sum(weight for weight, _ in values)
    total = sum(weight * difficulty for weight, difficulty in values)
    return min(max((total + LEAST * guess) / (n + LEAST), 1.0), 5.0)
