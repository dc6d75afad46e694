"""Reading the filled sheet: CSV or XLSX, one row per student. Every bad cell is named."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from question_bank.render.sheet import cells, columns

ABSENT = ("AB", "ABSENT")
NOT_ATTEMPTED = ("-", "–", "NA", "N/A")
CODES = "write a number, - for not attempted or AB for absent"


@dataclass(frozen=True)
class Script:
    """What one student handed in: marks by question id, None where not attempted.

    An absent student has no marks, and need not have a set.
    """

    register_number: str
    set: str
    marks: dict[str, float | None]
    absent: bool = False


@dataclass
class Sheet:
    """The scripts of a filled sheet, and what its reader should know of it."""

    scripts: list[Script]
    notes: list[str] = field(default_factory=list)


class BadMarks(ValueError):
    """Cells that cannot be used, one line each."""


def read_marks(file: Path, form: dict[str, Any], register: list[str] | None = None) -> Sheet:
    """Read a filled sheet.

    Args:
        file: CSV or XLSX with the columns of ``marks.csv``; columns to the right of them, such as
            a total, are not read.
        form: the form that the marks are for.
        register: numbers of the class, if they are not those of the form.

    Raises:
        BadMarks: one line for each bad cell, with the fix.
    """
    try:
        rows = cells(file)
    except ValueError as error:
        raise BadMarks(str(error)) from None
    expected = columns(form)
    extra = _extra_columns(file, rows[0] if rows else [], expected)
    known = {name.casefold(): name for name in register or form["register"]}
    scripts, faults, seen = [], [], {}
    for number, row in enumerate(rows[1:], 2):
        if not row:
            continue
        name = known.get(row[0].casefold(), row[0])
        if name.casefold() in seen:
            faults.append(f"A{number}: {name} is in row {seen[name.casefold()]} too; keep one row")
        elif not name:
            faults.append(f"A{number}: is empty; write the register number")
        elif known and name.casefold() not in known:
            faults.append(f"A{number}: {name} is not in the register; correct it")
        seen.setdefault(name.casefold(), number)
        if len(row) > len(rows[0]):
            where = f"{_column(len(row) - 1)}{number}"
            faults.append(f"{where}: stands right of the last column; is the row shifted? clear it")
        rest = row[1 : len(expected)] + [""] * (len(expected) - len(row))
        script, bad = _script(name, rest, number, form)
        faults += bad
        scripts.append(script)
    if faults:
        raise BadMarks("\n".join(f"{file}: {fault}" for fault in faults))
    if not scripts:
        raise BadMarks(f"{file}: holds no marks; fill in a row for each student")
    notes = [f"not read: column {', '.join(extra)}"] if extra else []
    if missing := [name for folded, name in known.items() if folded not in seen]:
        notes.append(f"{len(missing)} of the register have no row: {' '.join(missing)}")
    return Sheet(scripts, notes)


def _extra_columns(file: Path, header: list[str], expected: list[str]) -> list[str]:
    """Return the names of the columns right of the questions.

    Raises:
        BadMarks: if the header is not that of this draw.
    """
    if header[: len(expected)] == expected:
        return [name or _column(i) for i, name in enumerate(header) if i >= len(expected)]
    draw = header[1] if len(header) > 1 else ""
    if draw.startswith("set of ") and draw != expected[1]:
        raise BadMarks(
            f"{file}: B1: the marks are for {draw.removeprefix('set of ')}, this is the folder of "
            f"{expected[1].removeprefix('set of ')}; give the folder of their draw"
        )
    raise BadMarks(f"{file}: row 1 must read {','.join(expected)}; start from marks.csv")


def _script(name: str, row: list[str], number: int, form) -> tuple[Script, list[str]]:
    """Return what a row says from its set on, and its faults."""
    set_, marks = row[0].upper(), row[1:]
    absent = any(cell.upper() in ABSENT for cell in marks)
    if set_ not in form["sets"] and not (absent and not set_):
        fault = f"B{number}: no set {row[0]!r}; write one of {' '.join(form['sets'])}"
        return Script(name, set_, {}), [fault]
    if absent:
        return Script(name, set_, {}, absent), _faults_of_absent(marks, number)
    found: dict[str, float | None] = {}
    faults = []
    for i, (cell, question) in enumerate(zip(marks, form["sets"][set_], strict=False), 2):
        found[question["id"]], problem = _mark(cell, question["marks"])
        if problem:
            faults.append(f"{_column(i)}{number}: {problem}")
    return Script(name, set_, found), faults


def _faults_of_absent(marks: list[str], number: int) -> list[str]:
    return [
        f"{_column(i)}{number}: {cell!r} in the row of an absent student; clear one"
        for i, cell in enumerate(marks, 2)
        if cell and cell.upper() not in (*ABSENT, *NOT_ATTEMPTED)
    ]


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
