"""Finds the submissions in a folder: one folder of files, or one folder per student, or both.

A file at the top belongs to the student named in front of the assignment: ``s01_a08_gradient_
clipping.ipynb`` and ``s01.ipynb`` are by s01. A file in a folder belongs to the student that the
top folder is named after, whatever the file is called.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import UserError

OF_STUDENT = re.compile(r"(?P<student>.+?)[-_ ]+a\d\d(?:[-_ ].*)?")
SKIPPED = ("__MACOSX", "Thumbs.db", "desktop.ini")
READ = (".ipynb", ".zip")


@dataclass(frozen=True)
class Submission:
    """One file by one student; ``path`` is None where the student handed in nothing to read."""

    student: str
    path: Path | None
    shown: str
    note: str = ""


def collect(folder: Path) -> list[Submission]:
    """Return the submissions in a folder, in the order of their names.

    Raises:
        UserError: if there is no such folder, or nothing in it.
    """
    if not folder.exists():
        raise UserError(f"{folder}: there is no such folder; name the folder of submissions")
    if not folder.is_dir():
        raise UserError(f"{folder}: this is a file; name the folder that it is in")
    found: list[Submission] = []
    for entry in sorted(folder.iterdir()):
        if _skipped(entry):
            continue
        if entry.is_dir() and not entry.is_symlink():
            found += _of_student(entry, folder)
        elif entry.suffix.lower() in READ:
            match = OF_STUDENT.fullmatch(entry.stem)
            found.append(Submission(match["student"] if match else entry.stem, entry, entry.name))
    if not found:
        raise UserError(
            f"{folder}: no submission in it; put .ipynb or .zip files there, or a folder for each "
            "student"
        )
    return found


def _of_student(folder: Path, root: Path) -> list[Submission]:
    files = sorted(path for path in folder.rglob("*") if not path.is_dir())
    files = [path for path in files if not any(_skipped(p) for p in (path, *path.parents))]
    own = [path for path in files if path.suffix.lower() in READ]
    if own:
        return [Submission(folder.name, path, str(path.relative_to(root))) for path in own]
    note = f"no .ipynb or .zip among: {', '.join(p.name for p in files[:5])}" if files else ""
    return [Submission(folder.name, None, folder.name, note)]


def _skipped(path: Path) -> bool:
    return path.name.startswith(".") or path.name in SKIPPED
