"""What paper, key and sheet have in common: titles, facts and tables, as plain values."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

TITLES = {"paper": "Question paper", "key": "Answer key and marking scheme",
          "sheet": "Evaluator's sheet"}  # fmt: skip
CODES = (
    "Write marks in steps of 0.5. Not attempted: -. Absent: AB in the first question's cell, "
    "the set may stay empty. The same codes are read from the marks file."
)
PRACTICAL = "Graded by the checks of its assignment; enter the score that they give."


def number(marks: float) -> str:
    """Write marks as a reader would.

    Example:
        >>> number(2.0), number(0.5)
        ('2', '0.5')
    """
    return f"{marks:g}"


def title(form: dict[str, Any], set_: str, kind: str) -> str:
    """Return the title of a document, as its properties hold it."""
    return f"{form['header']['test']}, set {set_}: {TITLES[kind].lower()}"


def facts(form: dict[str, Any], set_: str) -> list[tuple[str, str]]:
    """Return the labelled facts of the paper's head."""
    head = form["header"]
    return [
        ("Course", f"{head['course_code']} {head['course_title']}"),
        ("Test", f"{head['test']}, set {set_}"),
        ("Date", head["date"] or "____________"),
        ("Duration", f"{head['minutes']} minutes"),
        ("Maximum marks", number(head["marks"])),
    ]


def parts(questions: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the questions by part, in order; one untitled part where there are none."""
    grouped: dict[str, list] = defaultdict(list)
    for question in questions:
        grouped[question["part"]].append(question)
    return list(grouped.items())


def part_title(title: str, questions: list[dict[str, Any]]) -> str:
    """Return a part's title with its marks.

    Example:
        >>> part_title("Part A: theory", [{"marks": 2}, {"marks": 2}])
        'Part A: theory (4 marks)'
    """
    return f"{title} ({number(sum(q['marks'] for q in questions))} marks)" if title else ""


def outcome_rows(form: dict[str, Any], set_: str, field: str) -> list[list[str]]:
    """Return a row for each CO (``"co"``) or Bloom level (``"bloom"``): questions, marks, share."""
    questions = form["sets"][set_]
    total = sum(q["marks"] for q in questions)
    rows = []
    for name, meaning in form[field].items():
        mine = [q for q in questions if q[field] == name]
        marks = sum(q["marks"] for q in mine)
        if mine:
            numbers = ", ".join(str(q["number"]) for q in mine)
            rows.append([name, meaning, numbers, number(marks), f"{100 * marks / total:.0f} %"])
    return rows


def po_text(po: list[str]) -> str:
    """Write POs for a narrow column.

    Example:
        >>> po_text(["PO-1", "PO-12"])
        '1, 12'
    """
    return ", ".join(name.removeprefix("PO-") for name in po)


def origin(question: dict[str, Any]) -> str:
    """Say which question of the bank this is."""
    if question["kind"] == "practical":
        return question["id"]
    return f"{question['id']}, version {question['version']}, seed {question['seed']}"


def accepted(question: dict[str, Any]) -> str:
    """Return the accepted range of a numeric answer, or an empty string."""
    key = question.get("key")
    if not key:
        return ""
    value = f"{rounded(key['value'], key['rel'])} {key['unit']}".rstrip()
    return f"Number: {value}, within {100 * key['rel']:g} %"


def rounded(value: float, rel: float) -> str:
    """Write a number with the digits that a relative tolerance asks for; a whole one as it is.

    Example:
        >>> rounded(14100.0, 0.01), rounded(14123.7, 0.001), rounded(0.035714, 0.01)
        ('14100', '14124', '0.03571')
        >>> rounded(1.23456e-7, 0.01)
        '1.235e-07'
    """
    if value == round(value):
        return f"{value:.0f}"
    digits = 2 + math.ceil(-math.log10(rel))  # rounding takes a tenth of the tolerance at most
    if abs(value) < 1e-3:
        return f"{value:.{digits - 1}e}"
    return f"{value:.{max(digits - 1 - math.floor(math.log10(abs(value))), 0)}f}"


def label(question: dict[str, Any]) -> str:
    """Return what the sheet says of a question under its number.

    Example:
        >>> label({"marks": 2, "co": "CO-1"})
        '2, CO-1'
    """
    return f"{number(question['marks'])}, {question['co']}"


def sheet_rows(form: dict[str, Any], least: int = 36) -> list[str]:
    """Return the register numbers of the sheet, or empty rows."""
    return form["register"] or [""] * least
