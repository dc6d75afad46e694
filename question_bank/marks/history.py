"""The history: what was measured of each question, one JSON line per set and sitting, pooled."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from question_bank.load import Bank

from .statistics import LEAST, Interval, Item, facility, fisher

NUMBER = (int, float)
FIELDS = {"draw": str, "seed": int, "set": str, "id": str, "version": int, "n": int,
          "mean": NUMBER, "sd": NUMBER, "most": NUMBER, "left_out": int}  # fmt: skip


@dataclass(frozen=True)
class Pooled:
    """A question over all its sittings."""

    n: int
    sittings: int
    left_out: int
    facility: Interval
    discrimination: Interval


def lines(form: dict[str, Any], set_: str, measured: Iterable[Item]) -> list[dict[str, Any]]:
    """Return the lines that a sitting adds."""
    version = {q["id"]: q.get("version", 1) for q in form["sets"][set_]}
    return [
        {
            "draw": form["draw"], "seed": form["seed"], "set": set_, "id": item.id,
            "version": version[item.id], "n": item.n, "mean": item.mean, "sd": item.sd,
            "most": item.most, "left_out": item.left_out,
            "r": None if math.isnan(item.discrimination.value) else item.discrimination.value,
        }
        for item in measured
    ]  # fmt: skip


def append(file: Path, new: list[dict[str, Any]]) -> None:
    """Add lines in one write."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as target:
        target.write("".join(json.dumps(line) + "\n" for line in new))
        target.flush()
        os.fsync(target.fileno())


def read(file: Path) -> list[dict[str, Any]]:
    """Read a history; marks that were read again replace the earlier ones.

    Raises:
        ValueError: with the line that is not one of a history.
    """
    if not file.exists():
        return []
    latest = {}
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            line = json.loads(text)
            good = all(isinstance(line[name], kind) for name, kind in FIELDS.items())
        except (ValueError, KeyError, TypeError):
            good = False
        if not good:
            raise ValueError(f"{file}:{number}: no line of a history; restore it or remove it")
        latest[line["draw"], line["seed"], line["set"], line["id"]] = line
    return list(latest.values())


def pooled(history: list[dict[str, Any]], id: str, version: int) -> Pooled | None:
    """Return one version of a question over its sittings, or None if it was never marked.

    Means and variances combine exactly; correlations by Fisher's z, weighted by n - 3.
    """
    mine = [h for h in history if (h["id"], h["version"]) == (id, version)]
    n = sum(h["n"] for h in mine)
    if not n:
        return None
    mean = sum(h["n"] * h["mean"] for h in mine) / n
    squares = sum((h["n"] - 1) * h["sd"] ** 2 + h["n"] * (h["mean"] - mean) ** 2 for h in mine)
    sd = math.sqrt(squares / (n - 1)) if n > 1 else 0.0
    known = [h for h in mine if h.get("r") is not None and h["n"] > 3]
    weight = sum(h["n"] - 3 for h in known)
    r = Interval(math.nan, -1.0, 1.0)
    if weight:
        z = sum((h["n"] - 3) * math.atanh(max(min(h["r"], 0.999999), -0.999999)) for h in known)
        r = fisher(math.tanh(z / weight), weight)
    left_out = sum(h["left_out"] for h in mine)
    return Pooled(n, len(mine), left_out, facility(mean, sd, n, mine[0]["most"]), r)


def measured_difficulty(bank: Bank, file: Path) -> dict[str, float]:
    """Return the difficulty of the questions that enough students have answered.

    On the writers' scale, 1 most get it right to 5 few do: 5 - 4 facility.

    Raises:
        ValueError: if the history is corrupt.
    """
    history = read(file)
    found = {q.id: pooled(history, q.id, q.version) for q in bank} if history else {}
    return {id: 5 - 4 * p.facility.value for id, p in found.items() if p and p.n >= LEAST}
