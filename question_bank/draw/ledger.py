"""The ledger: one JSON line per draw or undo, appended under a lock, never rewritten.

{"draw": "d003", "at": "...", "blueprint": "Unit Test 1", "seed": 7, "sets": {"A": ["m1-..."]}}
{"undo": "d003", "at": "2026-11-20T09:30:00"}
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from question_bank.lines import append_line

try:
    import fcntl
except ImportError:  # Windows has no fcntl; msvcrt locks a byte instead
    fcntl = None
    import msvcrt


class Ledger:
    """The draws in a file. ``locked`` keeps others out from reading to appending."""

    def __init__(self, file: Path):
        self.file = file
        self.entries = list(_read(file)) if file.exists() else []

    @classmethod
    @contextmanager
    def locked(cls, file: Path) -> Iterator[Ledger]:
        """Hold the lock of a ledger; another draw waits until this one is done."""
        if file.is_dir():
            raise ValueError(f"{file} is a folder; give a file")
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.with_name(file.name + ".lock").open("w") as lock:
            if fcntl:
                fcntl.flock(lock, fcntl.LOCK_EX)
            else:
                msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
            yield cls(file)

    def draws(self) -> list[dict[str, Any]]:
        """Return the draws that were not taken back, in order."""
        undone = {entry["undo"] for entry in self.entries if "undo" in entry}
        return [e for e in self.entries if "draw" in e and e["draw"] not in undone]

    def uses(self) -> Counter[str]:
        """Count how often each question was drawn; a common item counts once per draw."""
        return Counter(id for e in self.draws() for id in set().union(*e["sets"].values()))

    def next_draw(self) -> str:
        """Return the name of the next draw; that of an undone one is not given again."""
        return f"d{sum('draw' in entry for entry in self.entries) + 1:03d}"

    def append(self, entry: dict[str, Any]) -> None:
        """Add one line, and wait until it is on disk."""
        append_line(self.file, json.dumps(entry, ensure_ascii=False))
        self.entries.append(entry)


def _read(file: Path) -> Iterator[dict[str, Any]]:
    drawn = set()
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise ValueError(f"{file}: byte {error.start} is not UTF-8; restore the file") from None
    for number, line in enumerate(lines, 1):
        fix = "restore the line from a copy, or remove it if its draw was never used"
        try:
            entry = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(f"{file}:{number}: not JSON ({error.msg}); {fix}") from None
        if not isinstance(entry, dict) or not _well_formed(entry):
            raise ValueError(f"{file}:{number}: neither a draw nor an undo; {fix}")
        if entry.get("undo", entry.get("draw")) not in drawn and "undo" in entry:
            raise ValueError(
                f"{file}:{number}: undoes {entry['undo']}, which no line above drew; {fix}"
            )
        if "draw" in entry and entry["draw"] in drawn:
            raise ValueError(f"{file}:{number}: {entry['draw']} was drawn above; {fix}")
        drawn.add(entry.get("draw"))
        yield entry


def _well_formed(entry: dict) -> bool:
    if "undo" in entry:
        return isinstance(entry["undo"], str)
    sets = entry.get("sets")
    return isinstance(entry.get("draw"), str) and isinstance(sets, dict) and all(
        isinstance(ids, list) and all(isinstance(id, str) for id in ids) for ids in sets.values()
    )  # fmt: skip
