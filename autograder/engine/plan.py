"""Which submission is whose answer to what: the jobs of a run, known before anything is graded."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
import re
from collections.abc import Iterable
from dataclasses import astuple, replace
from pathlib import Path

from autograder import journal
from autograder.engine.assignment import Assignment
from autograder.engine.limits import Limits
from autograder.engine.work import Job
from autograder.errors import UserError
from autograder.intake import notebook
from autograder.intake.collect import Submission

ENVIRONMENT = ("tensorflow", "tensorflow-cpu", "keras", "numpy", "otter-grader", "ipython")


def environment() -> str:
    """Return the versions that a result depends on, as one line."""
    found = [f"python {platform.python_version()}"]
    for name in ENVIRONMENT:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return ", ".join(found)


def jobs(
    submissions: Iterable[Submission],
    assignments: dict[str, Assignment],
    out: Path,
    limits: Limits,
    isolation: str,
    seed: int,
    only: str | None = None,
) -> list[Job]:
    """Return a job for each student and assignment; of several files the last one counts.

    Args:
        submissions: what ``collect`` found.
        assignments: those there are, by id.
        out: where executed notebooks go.
        limits: part of the key, as is ``isolation`` and ``seed``.
        isolation: ``sandbox`` or ``process``.
        seed: of the run.
        only: the one assignment that is graded; a notebook of another one is invalid.

    Raises:
        UserError: if there is no assignment ``only``.
    """
    if only is not None and only not in assignments:
        raise UserError(f"there is no assignment {only!r}; there are: {' '.join(assignments)}")
    chosen: dict[tuple[str, str, str], tuple[Submission, str]] = {}
    for submission in submissions:
        assignment, digest, problem = _identify(submission, assignments, only)
        if problem:
            submission = replace(submission, path=None, note=problem)
        place = (submission.student, assignment, submission.shown if problem else "")
        if place in chosen:
            older = chosen[place][0].shown
            submission = replace(submission, note=f"{older} was handed in too; this one counts")
        chosen[place] = (submission, digest)
    made = []
    for (student, assignment, _), (submission, digest) in chosen.items():
        checks = assignments[assignment].fingerprint if assignment else ""
        parts = (student, assignment, submission.shown, submission.note, digest, checks)
        key = journal.key(*parts, environment(), astuple(limits), isolation, seed)
        file = f"{assignments[assignment].name if assignment else 'unknown'}.ipynb"
        made.append(Job(key, submission, assignment, out / "notebooks" / student / file))
    return made


def _identify(
    submission: Submission, assignments: dict[str, Assignment], only: str | None
) -> tuple[str, str, str]:
    """Return the id of the assignment ('' if unknown), the file's hash, and what is wrong."""
    guess = re.search(r"(?<![a-z])(a\d\d)(?=[-_. ])", submission.shown.lower())
    expected = only or (guess[1] if guess and guess[1] in assignments else "")
    if submission.path is None:
        return expected, "", submission.note
    try:
        read, raw = notebook.read(submission.path)
    except notebook.Invalid as error:
        return expected, "", str(error)
    except OSError as error:
        return expected, "", f"the file cannot be read ({error.strerror})"
    digest = hashlib.sha256(raw).hexdigest()[:16]
    named = {a.name: a.id for a in assignments.values()} | {a: a for a in assignments}
    found = named.get(read.assignment or "", "")
    if not found:
        what = f"assignment {read.assignment[:60]!r}" if read.assignment else "no assignment"
        there = ", ".join(a.name for a in assignments.values())
        return expected, digest, f"a notebook of {what}; those that can be graded: {there}"
    if only and found != only:
        return only, digest, f"a notebook of {assignments[found].name}; hand in {only}"
    return found, digest, ""
