"""From a filled sheet to the report and the history, all of it or nothing."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import numpy as np

from . import history as past
from .read import Script, read_marks
from .statistics import Interval, Item, alpha, flags, items

COLUMNS = ("set", "question", "id", "n", "facility", "facility_low", "facility_high",
           "discrimination", "discrimination_low", "discrimination_high", "left_out",
           "pooled_n", "pooled_facility", "pooled_discrimination", "flags")  # fmt: skip


def evaluate(form: dict[str, Any], file: Path, history: Path, folder: Path) -> str:
    """Read marks, write ``statistics.csv`` into the draw's folder, extend the history.

    Returns:
        The report as text.

    Raises:
        ValueError: for bad marks or a corrupt history; nothing is written then.
    """
    scripts = read_marks(file, form)
    before = past.read(history)
    measured = {name: _items(form, name, scripts) for name in form["sets"]}
    new = [row for name, found in measured.items() for row in past.lines(form, name, found)]
    replaced = {(h["draw"], h["seed"], h["set"], h["id"]) for h in new}
    kept = [h for h in before if (h["draw"], h["seed"], h["set"], h["id"]) not in replaced]
    rows = [row for name in measured for row in _rows(form, name, measured[name], kept + new)]
    report = _report(form, scripts, rows)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([f"{x:.4g}" if isinstance(x, float) else x for x in row] for row in rows)
    (folder / "statistics.csv").write_text(buffer.getvalue(), encoding="utf-8")
    past.append(history, new)
    return report


def matrix(form: dict[str, Any], set_: str, scripts: list[Script]) -> np.ndarray:
    """Return the marks of one set, shape (students, questions), NaN where not attempted."""
    ids = [q["id"] for q in form["sets"][set_]]
    present = [s for s in scripts if s.set == set_ and not s.absent]
    marks = [[np.nan if s.marks[id] is None else s.marks[id] for id in ids] for s in present]
    return np.array(marks, dtype=float).reshape(len(present), len(ids))


def _items(form: dict[str, Any], set_: str, scripts: list[Script]) -> list[Item]:
    marks = matrix(form, set_, scripts)
    if not len(marks):
        return []
    questions = form["sets"][set_]
    return items(marks, [q["id"] for q in questions], [q["marks"] for q in questions])


def _rows(form, set_, measured, history) -> list[tuple]:
    rows = []
    numbers = {q["id"]: (q["number"], q.get("version", 1)) for q in form["sets"][set_]}
    for item in measured:
        number, version = numbers[item.id]
        pool = past.pooled(history, item.id, version)
        found = flags(pool.n, pool.facility, pool.discrimination, pool.left_out)
        rows.append(
            (set_, number, item.id, item.n, *item.facility, *item.discrimination, item.left_out,
             pool.n, pool.facility.value, pool.discrimination.value, "; ".join(found))
        )  # fmt: skip
    return rows


def _report(form: dict[str, Any], scripts: list[Script], rows: list[tuple]) -> str:
    head = form["header"]
    lines = [f"{head['test']} ({form['draw']}): 95 % intervals in brackets"]
    for name in form["sets"]:
        marks = np.nan_to_num(matrix(form, name, scripts))
        absent = sum(s.absent for s in scripts if s.set == name)
        lines.append(f"\nSet {name}: {len(marks)} students, {absent} absent")
        if not len(marks):
            continue
        total = marks.sum(axis=1)
        lines.append(f"  mean {total.mean():.1f} of {head['marks']:g}, alpha {alpha(marks)}")
        lines.append("   Q facility             discrimination       left out  question")
        for row in (row for row in rows if row[0] == name):
            _, number, id, _, *values, left_out, _, _, _, found = row
            p, r = Interval(*values[:3]), Interval(*values[3:])
            lines.append(
                f"  {number:2} {p}  {r}  {left_out:5}     {id}{f'  <- {found}' if found else ''}"
            )
    return "\n".join(lines)
