"""The file that is filled in with marks: one row per student, one column per question."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

FIXED = ["register_number", "set"]


def columns(form: dict[str, Any]) -> list[str]:
    """Return the header of the marks file; the longest set names the questions."""
    longest = max(len(questions) for questions in form["sets"].values())
    return [*FIXED, *(f"Q{n}" for n in range(1, longest + 1))]


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
    page.column_dimensions["A"].width = 20
    spreadsheet, text = folder / "marks.xlsx", folder / "marks.csv"
    book.save(spreadsheet)
    with text.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *([s] for s in form["register"])])
    return [spreadsheet, text]


def read_register(file: Path) -> list[str]:
    """Read register numbers from the first column of a CSV file; a heading has no digit.

    Raises:
        ValueError: if the file cannot be read or a number is there twice.
    """
    try:
        with file.open(newline="", encoding="utf-8-sig") as lines:
            found = [row[0].strip() for row in csv.reader(lines) if row and row[0].strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{file}: cannot be read ({error}); give a CSV file in UTF-8") from None
    numbers = found[1:] if found and not any(c.isdigit() for c in found[0]) else found
    for n in numbers:
        if numbers.count(n) > 1:
            raise ValueError(f"{file}: {n} is there {numbers.count(n)} times; keep one")
    if not numbers:
        raise ValueError(f"{file}: holds no register numbers; write one a line")
    return numbers
