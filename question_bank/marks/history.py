"""The history: one JSON line per sitting, appended and never rewritten; items pooled over it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from question_bank.lines import append_line

from .sitting import Sitting
from .statistics import UNKNOWN, Interval, atanh, facility, fisher, pooled_alpha

LINE = TypeAdapter(Sitting)


@dataclass(frozen=True)
class Pooled:
    """A question over all its sittings."""

    n: int
    sittings: int
    left_out: int
    facility: Interval
    discrimination: Interval


def append(file: Path, new: Sitting) -> None:
    """Add a sitting."""
    append_line(file, LINE.dump_json(new).decode())


def read(file: Path) -> list[Sitting]:
    """Read a history; a sheet that was read again replaces its earlier sitting.

    Raises:
        ValueError: with the line that is not one of a history.
    """
    sittings: list[Sitting] = []
    for number, text in enumerate(file.read_bytes().splitlines() if file.exists() else [], 1):
        try:
            new = LINE.validate_json(text)
        except ValidationError:
            fix = "restore it or remove it"
            raise ValueError(f"{file}:{number}: no line of a history; {fix}") from None
        sittings = [old for old in sittings if not new.repeats(old)] + [new]
    return sittings


def pooled(history: list[Sitting], id: str, version: int) -> Pooled | None:
    """Return one version of a question over its sittings, or None if it was never marked.

    Means and variances combine exactly; correlations by Fisher's z, weighted by n - 3.
    """
    mine = [
        item
        for sitting in history
        for paper in sitting.sets.values()
        for item in paper.items
        if (item.id, item.version) == (id, version)
    ]
    n = sum(h.n for h in mine)
    if not n:
        return None
    mean = sum(h.n * h.mean for h in mine) / n
    squares = sum((h.n - 1) * h.sd**2 + h.n * (h.mean - mean) ** 2 for h in mine)
    sd = math.sqrt(squares / (n - 1)) if n > 1 else 0.0
    known = [h for h in mine if h.r is not None]
    weight = sum(h.n - 3 for h in known)
    r = UNKNOWN
    if weight:
        z = sum((h.n - 3) * atanh(h.r) for h in known)
        r = fisher(math.tanh(z / weight), weight)
    left_out = sum(h.left_out for h in mine)
    return Pooled(n, len(mine), left_out, facility(mean, sd, n, mine[0].most), r)


def reliability(history: list[Sitting], form: str, set_: str) -> Interval:
    """Return alpha of one set over the sittings of its form."""
    papers = [sitting.sets[set_] for sitting in history if sitting.form == form]
    known = [(paper.alpha, paper.n) for paper in papers if paper.alpha is not None]
    return pooled_alpha(known, max((len(paper.items) for paper in papers), default=0))
