"""Where things are: the rooms of the house, and how a question's token leads to each of them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASSIGNMENTS = ROOT / "assignments"
CHECKS = ROOT / "autograder" / "checks"
MISCONCEPTIONS = ROOT / "autograder" / "misconceptions"
COURSE = ROOT / "question_bank" / "course.yaml"
BUILD = ROOT / "build"

TOKEN = re.compile(r"(a\d\d)_(q\d+_[a-z0-9_]+)")


def assignment_folders() -> dict[str, Path]:
    """Return the assignments that have a source, by id (``a08``), in order."""
    folders = sorted(path.parent for path in ASSIGNMENTS.glob("a[0-9][0-9]_*/source.py"))
    return {folder.name[:3]: folder for folder in folders}


def check_path(token: str) -> Path:
    """Return where the checks of a question are: ``a08_q1_norm`` -> ``checks/a08/q1_norm.py``.

    Raises:
        ValueError: if ``token`` is not of the form ``aNN_qM_name``.
    """
    match = TOKEN.fullmatch(token)
    if match is None:
        raise ValueError(f"{token!r} is no question; the form is aNN_qM_name")
    return CHECKS / match[1] / f"{match[2]}.py"


def shown(path: Path) -> str:
    """Return a path as messages show it: from the root of the house where it lies inside."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
