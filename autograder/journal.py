"""The journal: each result in SQLite the moment it is known; no crash loses or repeats work.

A result is filed under a key that names everything it depends on: the student, the assignment, the
hashes of the submission and of the checks, the environment, the isolation, the limits and the seed.
The same key means the same result: it is not graded again. Anything else that changes makes a new
key, and the old result stays where it was.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from autograder.errors import UserError
from autograder.results import Result

SCHEMA = """
CREATE TABLE IF NOT EXISTS results (
    key TEXT PRIMARY KEY,
    student TEXT NOT NULL,
    assignment TEXT NOT NULL,
    status TEXT NOT NULL,
    score REAL NOT NULL,
    possible REAL NOT NULL,
    result TEXT NOT NULL,
    graded_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS run (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class Journal:
    """The results of one output folder."""

    def __init__(self, path: Path):
        self.path = path
        try:
            self.database = sqlite3.connect(path, timeout=30, isolation_level=None)
            self.database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;")
            self.database.executescript(SCHEMA)
        except sqlite3.DatabaseError as error:
            raise UserError(
                f"{path}: not a journal of this program ({error}); move it away, or name another "
                "--out"
            ) from error

    def seed(self, wanted: int | None) -> int:
        """Return the run's seed: the one asked for, else the one it was begun with, else a new one.

        It is kept, so that a run that goes on draws the same inputs.
        """
        row = self.database.execute("SELECT value FROM run WHERE name = 'seed'").fetchone()
        if wanted is None:
            wanted = int(row[0]) if row else secrets.randbits(31)
        self.database.execute("INSERT OR REPLACE INTO run VALUES ('seed', ?)", (str(wanted),))
        return wanted

    def has(self, key: str) -> bool:
        """Return whether a result stands under this key; an internal error does not count."""
        query = "SELECT 1 FROM results WHERE key = ? AND status != 'internal_error'"
        return self.database.execute(query, (key,)).fetchone() is not None

    def put(self, key: str, result: Result) -> None:
        """File a result; it is on disk when this returns."""
        row = (result.student, result.assignment, result.status, result.score, result.possible)
        self.database.execute(
            "INSERT OR REPLACE INTO results (key, student, assignment, status, score, possible, "
            "result) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (key, *row, json.dumps(result.to_dict())),
        )

    def get(self, key: str) -> Result | None:
        """Return the result under a key."""
        query = "SELECT result FROM results WHERE key = ?"
        row = self.database.execute(query, (key,)).fetchone()
        return Result.from_dict(json.loads(row[0])) if row else None

    def results(self, keys: list[str]) -> Iterator[Result]:
        """Yield the results under some keys, one at a time."""
        for key in keys:
            if (result := self.get(key)) is not None:
                yield result

    def close(self) -> None:
        """Close the database."""
        self.database.close()


def key(*parts: object) -> str:
    """Return the key that names everything a result depends on."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]
