"""Files for learning management systems and notebooks, from a frozen form.

Theory of operation. ``html`` turns all texts of a form into HTML in two runs of pandoc. Each format
is one file here with one ``write``; it returns what the format could not carry, and ``export``
lists that.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

FOLDER = "lms"


def export(form: dict[str, Any], folder: Path, numeric: bool = False) -> list[str]:
    """Write every set in every format into ``folder/lms``.

    Args:
        form: a frozen form.
        folder: of the draw, with its figures.
        numeric: questions of kind ``numeric`` are marked by their number alone, by machine, where
            the format can; otherwise they are marked by hand like the others.

    Returns:
        What was left out, one line each; also in ``lms/left_out.txt``.
    """
    from . import gift, moodle, notebook, practical, qti

    out = folder / FOLDER
    out.mkdir(exist_ok=True)
    left_out = []
    for name in form["sets"]:
        for writer in (moodle, gift, qti, notebook):
            for line in writer.write(form, name, folder, out, numeric):
                left_out.append(f"set {name}, {writer.NAME}: {line}")
    practical.write(form, out)
    (out / "left_out.txt").write_text("".join(f"{x}\n" for x in left_out), encoding="utf-8")
    return left_out
