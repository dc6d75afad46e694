"""Files of lines that only grow: the ledger and the history."""

from __future__ import annotations

import os
from pathlib import Path


def append_line(file: Path, line: str) -> None:
    """Add one line in one write, and wait until it is on disk.

    Args:
        file: created if it does not exist, with its folder.
        line: without its end.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab+") as target:
        before = b""
        if target.tell():
            target.seek(-1, os.SEEK_END)
            before = b"" if target.read(1) == b"\n" else b"\n"  # an editor may have cut it off
        target.write(before + line.encode("utf-8") + b"\n")
        target.flush()
        os.fsync(target.fileno())
