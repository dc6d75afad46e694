"""The Unit Test 1 map: learning outcome x question x CO x PO x part, and what is not covered.

A question's outcome, COs, POs and part stand once, in its check file or marking scheme; what they
mean stands once, in ``question_bank/course.yaml``. The bank's own map covers the theory part.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import yaml

from autograder.house import COURSE, assignment_folders, shown
from autograder.weave import check, source

PARTS = ("practical", "analysis")
KINDS = {"co": "course outcomes", "po": "programme outcomes", "outcome": "learning outcomes"}


@dataclass(frozen=True)
class Entry:
    """One question of an assignment, and what it shows that a student can do."""

    token: str
    points: float
    written: bool
    outcome: str
    co: tuple[str, ...]
    po: tuple[str, ...]
    part: str


def entries(ids: list[str]) -> list[Entry]:
    """Return the questions of some assignments, or of all, in their order."""
    made = []
    for key in ids or assignment_folders():
        for cell in source.read(assignment_folders()[key] / "source.py"):
            seen_at = f"{shown(cell.path)}:{cell.line}"
            if token := cell.asks.get("question"):
                made.append(_entry(token, cell, check.read(token, seen_at).data, False))
            elif token := cell.asks.get("manual"):
                made.append(_entry(token, cell, check.read_scheme(token, seen_at).data, True))
    return made


def _entry(token: str, cell: source.Cell, data: dict[str, Any], written: bool) -> Entry:
    lists = {key: tuple(data[key]) for key in ("co", "po")}
    return Entry(
        token, cell.asks["points"], written, outcome=data["outcome"], part=data["part"], **lists
    )


def course() -> dict[str, dict[str, str]]:
    """Return the meaning of each outcome: learning, course and programme outcomes."""
    data = yaml.safe_load(COURSE.read_text(encoding="utf-8"))
    programme = data["po_schemes"][data["po_scheme"]]["outcomes"]
    return {"outcome": data["outcomes"], "co": data["course_outcomes"], "po": programme}


def points(found: list[Entry], key: str) -> dict[str, dict[str, float]]:
    """Return the points by outcome of a kind and part; a question counts whole for each."""
    table: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(PARTS, 0.0))
    for entry in found:
        value = getattr(entry, key)
        for name in (value,) if isinstance(value, str) else value:
            table[name][entry.part] += entry.points
    return dict(table)


def gaps(found: list[Entry]) -> list[str]:
    """Return what no question covers, and what a question names that the course does not have."""
    said = []
    for key, meaning in course().items():
        table = points(found, key)
        for name, text in meaning.items():
            if name not in table:
                said.append(f"{name} ({text}): no question")
            elif key == "outcome":
                said += [f"{name}: nothing of part {p}" for p in PARTS if not table[name][p]]
        said += [f"{name}: not in {shown(COURSE)}" for name in table if name not in meaning]
    said += [f"{e.token}: part {e.part!r} is none of {PARTS}" for e in found if e.part not in PARTS]
    return said


def as_text(found: list[Entry]) -> str:
    """Return the map as text: the questions under their outcomes, the sums, the gaps."""
    lines, meanings = [], course()
    for outcome, text in meanings["outcome"].items():
        lines.append(f"{outcome}  {text}")
        for e in found:
            if e.outcome == outcome:
                kind = "written" if e.written else "auto-graded"
                row = f"  {e.token:36} {e.points:4g}  {e.part:10}{kind:12}"
                lines.append(f"{row}{', '.join(e.co):18}{', '.join(e.po)}")
    for key in ("outcome", "co", "po"):
        lines += ["", f"points by {KINDS[key]}, practical + analysis"]
        table = points(found, key)
        for name, text in meanings[key].items():
            if name in table:
                practical, analysis = (table[name][part] for part in PARTS)
                lines.append(f"  {name:6} {practical:5g} + {analysis:g}  {text}")
    total = {part: sum(e.points for e in found if e.part == part) for part in PARTS}
    lines += ["", f"{len(found)} questions: " + ", ".join(f"{total[p]:g} {p}" for p in PARTS)]
    said = gaps(found)
    return "\n".join([*lines, "", "not covered:" if said else "no gaps", *(f"  {g}" for g in said)])
