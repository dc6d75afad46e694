"""Reading the filled sheet: CSV or XLSX, one row per student. Every bad cell is named."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from question_bank.render.sheet import columns

ABSENT = ("AB", "ABSENT")
NOT_ATTEMPTED = ("-", "–", "NA", "N/A")
CODES = "write a number, - for not attempted or AB for absent"


@dataclass(frozen=True)
class Script:
    """What one student handed in: marks by question id, None where not attempted."""

    register_number: str
    set: str
    marks: dict[str, float | None]
    absent: bool = False


class BadMarks(ValueError):
    """Cells that cannot be used, one line each."""


def read_marks(file: Path, form: dict[str, Any]) -> list[Script]:
    """Read a filled sheet.

    Args:
        file: CSV or XLSX with the columns of ``marks.csv``.
        form: the form that the marks are for.

    Raises:
        BadMarks: one line for each bad cell, with the fix.
    """
    rows = _rows(file)
    header = columns(form)
    if not rows or [cell.strip() for cell in rows[0]] != header:
        raise BadMarks(f"{file}: row 1 must read {','.join(header)}; start from marks.csv")
    scripts, faults, seen = [], [], {}
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        row = [cell.strip() for cell in row] + [""] * (len(header) - len(row))
        name = row[0]
        if name in seen:
            faults.append(f"A{number}: {name} is in row {seen[name]} too; keep one row")
        elif not name:
            faults.append(f"A{number}: is empty; write the register number")
        elif form["register"] and name not in form["register"]:
            faults.append(f"A{number}: {name} is not in the register of this draw; correct it")
        seen.setdefault(name, number)
        script, bad = _script(row, number, header, form)
        faults += bad
        scripts.append(script)
    if faults:
        raise BadMarks("\n".join(f"{file}: {fault}" for fault in faults))
    if not scripts:
        raise BadMarks(f"{file}: holds no marks; fill in a row for each student")
    return scripts


def _rows(file: Path) -> list[list[str]]:
    """Return the cells of a file as text."""
    try:
        if file.suffix.lower() == ".xlsx":
            from openpyxl import load_workbook

            page = load_workbook(file, read_only=True, data_only=True).active
            return [[_text(value) for value in row] for row in page.iter_rows(values_only=True)]
        if file.suffix.lower() == ".csv":
            with file.open(newline="", encoding="utf-8-sig") as lines:
                return list(csv.reader(lines))
    except FileNotFoundError:
        raise BadMarks(f"{file}: no such file; give the filled marks.csv or marks.xlsx") from None
    except Exception as error:  # openpyxl raises what zipfile, XML and its own checks raise
        raise BadMarks(f"{file}: cannot be read ({error}); save it as CSV in UTF-8") from None
    raise BadMarks(f"{file}: neither CSV nor XLSX; save the sheet as one of them")


def _text(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _script(row, number, header, form) -> tuple[Script, list[str]]:
    """Return what one row says, and its faults."""
    set_, cells = row[1].upper(), row[2 : len(header)]
    if set_ not in form["sets"]:
        fault = f"B{number}: no set {row[1]!r}; write one of {' '.join(form['sets'])}"
        return Script(row[0], set_, {}), [fault]
    questions = form["sets"][set_]
    marks: dict[str, float | None] = {}
    faults = []
    absent = any(cell.upper() in ABSENT for cell in cells)
    for i, (cell, question) in enumerate(zip(cells, questions, strict=False)):
        where = f"{_column(i + 2)}{number}"
        if absent:
            if cell and cell.upper() not in (*ABSENT, *NOT_ATTEMPTED):
                faults.append(f"{where}: {cell!r} in the row of an absent student; clear one")
            continue
        mark, problem = _mark(cell, question["marks"])
        marks[question["id"]] = mark
        if problem:
            faults.append(f"{where}: {problem}")
    return Script(row[0], set_, marks, absent), faults


def _mark(cell: str, most: float) -> tuple[float | None, str]:
    """Return the mark in a cell, and what is wrong with it."""
    if cell.upper() in NOT_ATTEMPTED:
        return None, ""
    try:
        mark = float(cell)
    except ValueError:
        return None, f"{cell!r} is no mark; {CODES}" if cell else f"is empty; {CODES}"
    if not 0 <= mark <= most:
        return None, f"{cell} is not between 0 and {most:g}; correct it"
    if mark * 2 != round(mark * 2):
        return None, f"{cell} is no whole or half mark; round it"
    return mark, ""


def _column(index: int) -> str:
    """Return the letters of a column.

    Example:
        >>> _column(0), _column(25), _column(26)
        ('A', 'Z', 'AA')
    """
    letters = chr(ord("A") + index % 26)
    return letters if index < 26 else _column(index // 26 - 1) + letters
