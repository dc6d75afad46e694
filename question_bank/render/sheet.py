"""The file that is filled in with marks: one row per student, one column per question."""

from __future__ import annotations

import csv
import hashlib
import json
from contextlib import closing
from pathlib import Path
from typing import Any


def digest(form: dict[str, Any]) -> str:
    """Return what tells a form from every other: a hash of all that is in it."""
    text = json.dumps(form, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def columns(form: dict[str, Any]) -> list[str]:
    """Return the header of the marks file; the longest set names the questions.

    The second column names the draw, so that marks of another test are not read by mistake.
    """
    longest = max(len(questions) for questions in form["sets"].values())
    draw = f"set of {form['draw']}-{digest(form)[:4]}"
    return ["register_number", draw, *(f"Q{n}" for n in range(1, longest + 1))]


def write(form: dict[str, Any], folder: Path) -> list[Path]:
    """Write ``marks.xlsx`` and ``marks.csv`` to be filled in."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    header = columns(form)
    book = Workbook()
    page = book.active
    page.title = "marks"
    page.append(header)
    for cell in page[1]:
        cell.font = Font(bold=True)
    for student in form["register"]:
        page.append([student])
    page.freeze_panes = "C2"
    for column in "AB":
        page.column_dimensions[column].width = 20
    spreadsheet, text = folder / "marks.xlsx", folder / "marks.csv"
    book.save(spreadsheet)
    with text.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *([s] for s in form["register"])])
    return [spreadsheet, text]


def read_register(file: Path) -> list[str]:
    """Read register numbers from the first column of a CSV or XLSX file; a heading has no digit.

    Raises:
        ValueError: if the file cannot be read or a number is there twice.
    """
    found = [row[0] for row in cells(file) if row and row[0]]
    numbers = found[1:] if found and not any(c.isdigit() for c in found[0]) else found
    if not numbers:
        raise ValueError(f"{file}: holds no register numbers; write one a line")
    folded = [n.casefold() for n in numbers]
    for n in numbers:
        if (times := folded.count(n.casefold())) > 1:
            raise ValueError(f"{file}: {n} is there {times} times; keep one")
    return numbers


def cells(file: Path) -> list[list[str]]:
    """Return the cells of a CSV or XLSX file as text, without the empty ones that end a row.

    Raises:
        ValueError: if it is neither, or cannot be read.
    """
    readers = {".csv": _csv, ".xlsx": _xlsx}
    if file.suffix.lower() not in readers:
        raise ValueError(f"{file}: neither CSV nor XLSX; save it as one of them")
    try:
        rows = readers[file.suffix.lower()](file)
    except FileNotFoundError:
        raise ValueError(f"{file}: no such file; give a CSV or XLSX file") from None
    except Exception as error:  # openpyxl raises what zipfile, XML and its own checks raise
        raise ValueError(f"{file}: cannot be read ({error}); save it as CSV in UTF-8") from None
    return [_trimmed([_text(value) for value in row]) for row in rows]


def _csv(file: Path) -> list:
    with file.open(newline="", encoding="utf-8-sig") as lines:
        return list(csv.reader(lines))


def _xlsx(file: Path) -> list:
    from openpyxl import load_workbook

    with closing(load_workbook(file, read_only=True, data_only=True)) as book:
        return list(book.active.iter_rows(values_only=True))


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def _text(value: Any) -> str:
    """Return a cell as it was typed: a spreadsheet holds 2 as 2.0.

    Example:
        >>> _text(2.0), _text(0.5), _text(2111030.5), _text(" RA1 "), _text(None)
        ('2', '0.5', '2111030.5', 'RA1', '')
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()
