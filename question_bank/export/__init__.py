"""Files for learning management systems and notebooks, from a frozen form.

Theory of operation. ``html`` turns all texts of a form into HTML in two runs of pandoc. Each format
is one file here with one ``write`` and a list of what it has no place for; ``left_out`` adds what
depends on the questions. All files are written to the side, and put in place when all are there.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

FOLDER = "lms"


def export(form: dict[str, Any], folder: Path, numeric: bool = False) -> list[str]:
    """Write every set in every format into ``folder/lms``, in place of an earlier export.

    Args:
        form: a frozen form.
        folder: of the draw, with its figures.
        numeric: questions of kind ``numeric`` are marked by their number alone, by machine, where
            the format can; otherwise they are marked by hand like the others.

    Returns:
        What was left out, one line each; also in ``lms/left_out.txt``.

    Raises:
        ValueError: if a question of the practical part is in no assignment; nothing is written.
    """
    from . import gift, moodle, notebook, practical, qti

    out, side = folder / FOLDER, folder / f".{FOLDER}.new"
    shutil.rmtree(side, ignore_errors=True)
    side.mkdir()
    try:
        practical.write(form, side)
        for name in form["sets"]:
            for writer in (moodle, gift, qti, notebook):
                writer.write(form, name, from_bank(form, name), folder, side, numeric)
        lines = left_out(form, numeric)
        (side / "left_out.txt").write_text("".join(f"{x}\n" for x in lines), encoding="utf-8")
        shutil.rmtree(out, ignore_errors=True)
        side.rename(out)
    finally:
        shutil.rmtree(side, ignore_errors=True)
    return lines


def from_bank(form: dict[str, Any], set_: str) -> list[dict[str, Any]]:
    """Return the questions of a set that are not answered at the computer."""
    return [q for q in form["sets"][set_] if q["kind"] != "practical"]


def left_out(form: dict[str, Any], numeric: bool) -> list[str]:
    """Return what the formats do not carry, one line for each format and thing."""
    from . import gift, moodle, notebook, qti

    writers = (moodle, gift, qti, notebook)
    lines = [f"{writer.NAME}: no {thing}" for writer in writers for thing in writer.LEFT_OUT]
    by_number = ", ".join(writer.NAME for writer in writers if writer is not notebook)
    for name in form["sets"]:
        for q in from_bank(form, name):
            if q["figure"]:
                lines.append(f"{gift.NAME}: no question {q['id']} of set {name}; it has a figure")
            if numeric and q["kind"] == "numeric":
                lines.append(
                    f"{by_number}: no unit, scheme or misconceptions of {q['id']} of set {name}; "
                    "its number is marked, not the explanation that it asks for"
                )
    if any(q["kind"] == "practical" for questions in form["sets"].values() for q in questions):
        lines.append("Moodle XML, GIFT, QTI 2.1: no practical part; it is in practical.ipynb")
    return lines
