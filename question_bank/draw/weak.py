"""Weak spots: from a grading run to the questions that a class most needs to be asked."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from question_bank.load import Bank

LEAST = 0.3  # a class that loses less than this share of the marks has no weak spot there
UNGRADED = ("no_submission", "invalid_submission", "internal_error")  # tell nothing of the class

AS_WRITTEN = "give the file as `python -m autograder grade` wrote it"


def weak_spots(bank: Bank, folder: Path) -> dict[str, float]:
    """Return how weak the class is on what each question is about, from ``LEAST`` to 1.

    On an assignment question that is the share of its marks that the class lost, or the share of
    students whose answer was a known misconception, whichever is larger: a mistake that everybody
    makes may cost few marks. A question of the bank takes it from its ``related`` assignment
    question; if it has none, it takes the mean over the assignment of its topic.

    Args:
        bank: the questions.
        folder: output of ``python -m autograder grade``: its ``grades.csv`` and ``mistakes.csv``.

    Raises:
        ValueError: if there is no such file, or no column of a known assignment question in it.
    """
    lost = losses(folder / "grades.csv", _points())
    for token, share in mistaken(folder).items():
        lost[token] = max(lost.get(token, 0.0), share)
    topics = defaultdict(list)
    for token, loss in lost.items():
        topics[token[:3]].append(loss)
    found = {}
    for q in bank:
        own = lost.get(q.related)
        loss = own if own is not None else _mean(topics.get(q.topic, []))
        if loss >= LEAST:
            found[q.id] = loss
    return found


def losses(file: Path, points: dict[str, float]) -> dict[str, float]:
    """Return the mean share of marks lost, by assignment question, over the graded submissions."""
    scores = defaultdict(list)
    for row in _graded(file):
        for token in points:
            if row.get(token):
                scores[token].append(_number(file, row, token))
    if not scores:
        raise ValueError(f"{file}: no marks of any assignment question; grade some submissions")
    return {token: 1 - _mean(scores[token]) / points[token] for token in points if scores[token]}


def mistaken(folder: Path) -> dict[str, float]:
    """Return the share of students with a diagnosed misconception, by assignment question.

    A run without ``mistakes.csv`` has none.
    """
    if not (folder / "mistakes.csv").exists():
        return {}
    made = defaultdict(set)
    for row in _rows(folder / "mistakes.csv", ("student", "question")):
        made[row["question"]].add(row["student"])
    graded = _graded(folder / "grades.csv")
    asked = {token: {row["student"] for row in graded if row.get(token)} for token in made}
    return {
        token: len(made[token] & asked[token]) / len(asked[token])
        for token in asked
        if asked[token]
    }


def _graded(file: Path) -> list[dict[str, str]]:
    return [row for row in _rows(file, ("student", "status")) if row["status"] not in UNGRADED]


def _rows(file: Path, needed: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the rows of a CSV file that must have some columns."""
    try:
        with file.open(newline="", encoding="utf-8") as lines:
            reader = csv.DictReader(lines)
            rows = list(reader)
    except OSError as error:
        fix = "give the --out folder of a grading run"
        raise ValueError(f"{file}: {error.strerror}; {fix}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{file}: {error}; {AS_WRITTEN}") from None
    for column in needed:
        if column not in (reader.fieldnames or ()):
            raise ValueError(f"{file}: no column {column!r}; {AS_WRITTEN}")
    return rows


def _number(file: Path, row: dict[str, str], token: str) -> float:
    try:
        return float(row[token])
    except ValueError:
        problem = f"{row[token]!r} in column {token}, student {row['student']}, is no number"
        raise ValueError(f"{file}: {problem}; {AS_WRITTEN}") from None


def _points() -> dict[str, float]:
    """Return the points of every assignment question."""
    from autograder.house import assignment_folders
    from autograder.weave import source

    files = [folder / "source.py" for folder in assignment_folders().values()]
    cells = [cell for file in files for cell in source.read(file)]
    asked = [(c.asks.get("question") or c.asks.get("manual"), c.asks) for c in cells]
    return {token: float(asks["points"]) for token, asks in asked if token}


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0
