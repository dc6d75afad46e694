"""From a filled sheet to the report and the history, all of it or nothing."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from . import history as past
from .read import BadMarks, Script, read_marks
from .sitting import Measured, Sitting, matrix, sitting, students
from .statistics import Interval, alpha, flags

COLUMNS = ("set", "question", "id", "n", "facility", "facility_low", "facility_high",
           "discrimination", "discrimination_low", "discrimination_high", "left_out",
           "pooled_n", "pooled_facility", "pooled_facility_low", "pooled_facility_high",
           "pooled_discrimination", "pooled_discrimination_low", "pooled_discrimination_high",
           "alpha", "alpha_low", "alpha_high",
           "pooled_alpha", "pooled_alpha_low", "pooled_alpha_high", "flags")  # fmt: skip


@dataclass(frozen=True)
class Row:
    """What is said of one question: this sitting, all sittings, and flags from all of them."""

    number: int
    item: Measured
    pool: past.Pooled
    flags: str


@dataclass(frozen=True)
class Block:
    """What is said of one set."""

    mean: float
    alpha: Interval
    pooled_alpha: Interval
    rows: list[Row]


def evaluate(
    form: dict[str, Any],
    file: Path,
    history: Path,
    folder: Path,
    register: list[str] | None = None,
) -> str:
    """Read marks, write ``statistics.csv`` into the draw's folder, extend the history.

    Args:
        form: the form that the marks are for.
        file: the filled sheet.
        history: file of the measured statistics.
        folder: of the draw.
        register: numbers of the class, if they are not those of the form.

    Returns:
        The report as text.

    Raises:
        ValueError: for bad marks or a corrupt history; nothing is written then.
        OSError: if a file cannot be written; nothing is written then.
    """
    sheet = read_marks(file, form, register)
    new = sitting(form, sheet.scripts)
    before = past.read(history)
    others = [old for old in before if not new.repeats(old)]
    for old in others:
        _refuse_shared(file, form, sheet.scripts, new, old)
    notes = list(sheet.notes)
    if len(others) < len(before):
        notes.append("these marks were read before; they replace what the history had of them")
    blocks = {
        name: _block(form, name, sheet.scripts, new, [*others, new])
        for name in form["sets"]
        if new.sets[name].n
    }
    _write(folder / "statistics.csv", blocks, lambda: past.append(history, new))
    return _report(form, sheet.scripts, blocks, notes)


def _refuse_shared(file, form, scripts: list[Script], new: Sitting, old: Sitting) -> None:
    """Refuse a sheet with a few students of another sheet: each of them would count twice."""
    names = [s.register_number for s in scripts if not s.absent]
    both = new.shared(old)
    twice = [n for n, hash in zip(names, students(form, names), strict=True) if hash in both]
    if twice:
        raise BadMarks(
            f"{file}: {' '.join(twice)}: in the marks of {len(old.students)} students that were "
            "read before; keep each student in one sheet, or read one sheet with all of them"
        )


def _block(form, set_: str, scripts: list[Script], new: Sitting, history: list[Sitting]) -> Block:
    questions = form["sets"][set_]
    marks = np.nan_to_num(matrix(questions, set_, scripts))
    rows = []
    for question, item in zip(questions, new.sets[set_].items, strict=True):
        pool = past.pooled(history, item.id, item.version)
        found = flags(pool.n, pool.facility, pool.discrimination, pool.left_out)
        rows.append(Row(question["number"], item, pool, "; ".join(found)))
    over_all = past.reliability(history, new.form, set_)
    return Block(float(marks.sum(axis=1).mean()), alpha(marks), over_all, rows)


def _write(file: Path, blocks: dict[str, Block], before_it_stands: Callable[[], None]) -> None:
    """Write the table to the side, do the rest, and only then put the table in its place."""
    side = file.with_name(f".{file.name}.new")
    try:
        with side.open("w", newline="", encoding="utf-8") as target:
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow(COLUMNS)
            for name, block in blocks.items():
                writer.writerows(_cells(name, block, row) for row in block.rows)
        before_it_stands()
        os.replace(side, file)
    finally:
        side.unlink(missing_ok=True)


def _cells(name: str, block: Block, row: Row) -> list:
    item, pool = row.item, row.pool
    cells = [name, row.number, item.id, item.n, *item.facility, *item.discrimination,
             item.left_out, pool.n, *pool.facility, *pool.discrimination,
             *block.alpha, *block.pooled_alpha, row.flags]  # fmt: skip
    return [f"{x:.4g}" if isinstance(x, float) else x for x in cells]


def _report(form, scripts: list[Script], blocks: dict[str, Block], notes: list[str]) -> str:
    head = form["header"]
    absent = sum(s.absent for s in scripts)
    lines = [f"{head['test']} ({form['draw']}): {len(scripts) - absent} students, {absent} absent"]
    lines += [f"note: {note}" for note in notes]
    lines.append("95 % intervals in brackets")
    for name in form["sets"]:
        if name not in blocks:
            lines.append(f"\nSet {name}: no students")
            continue
        block = blocks[name]
        lines.append(f"\nSet {name}: {block.rows[0].item.n} students")
        lines.append(f"  mean {block.mean:.1f} of {head['marks']:g}, alpha {block.alpha}")
        lines += _table("left out", block.rows, lambda row: (row.item, row.item.left_out))
        if any(row.pool.sittings > 1 for row in block.rows):
            lines.append(f"  over all sittings: alpha {block.pooled_alpha}")
            lines += _table("students", block.rows, lambda row: (row.pool, row.pool.n))
    return "\n".join(lines)


def _table(last: str, rows: list[Row], choose) -> list[str]:
    lines = [f"   Q facility             discrimination       {last}  question"]
    for row in rows:
        of, count = choose(row)
        flagged = f"  <- {row.flags}" if row.flags else ""
        lines.append(
            f"  {row.number:2} {of.facility}  {of.discrimination}  {count:5}     "
            f"{row.item.id}{flagged}"
        )
    return lines
