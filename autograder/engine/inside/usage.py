"""What a process's descendants use, read from /proc."""

from __future__ import annotations

import os
from typing import Any, NamedTuple

PAGE = os.sysconf("SC_PAGE_SIZE")


class Usage(NamedTuple):
    """Resident memory (the template's pages once), processes and threads."""

    memory_bytes: int
    processes: int
    threads: int


class Stat(NamedTuple):
    """State, threads, resident bytes and start of the stack of one process."""

    state: bytes
    threads: int
    resident: int
    stack: int


def descendants(pid: int, most: int) -> list[int]:
    """Return the living processes below ``pid``, nearest first; at least ``most`` if there are."""
    found = _children(pid)
    for child in found:  # grows while it is walked, and a fork bomb grows faster
        if len(found) > 2 * most:
            break
        found += _children(child)
    return [child for child in found if (stat := _stat(child)) and stat.state != b"Z"]


def measure(pid: int, job: dict[str, Any]) -> Usage:
    """Return what the descendants of ``pid``, a fork of the template, use together.

    A fork starts with the template's pages, shared with all others; they count once. (The kernel's
    own proportional size takes seconds to read while a fork bomb goes off: tried.)
    """
    pids = descendants(pid, job["processes"])
    own = _stat(pid)
    if own is None or len(pids) > job["processes"]:
        return Usage(0, len(pids), len(pids))
    stats = [stat for one in pids if (stat := _stat(one))]
    memory = own.resident
    for stat in stats:
        is_fork = stat.stack == own.stack  # another program has its stack elsewhere
        memory += max(stat.resident - own.resident, 0) if is_fork else stat.resident
    return Usage(memory, len(stats), sum(stat.threads for stat in stats))


def over(used: Usage, job: dict[str, Any]) -> str | None:
    """Return the name of the first limit that is passed, or None."""
    if used.memory_bytes > job["memory_bytes"]:
        return "memory"
    if used.processes > job["processes"] or used.threads > job["threads"]:
        return "processes"
    return None


def _children(pid: int) -> list[int]:
    children: list[int] = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children", "rb") as file:
                children += map(int, file.read().split())
    except OSError:
        pass  # it ended meanwhile
    return children


def _stat(pid: int) -> Stat | None:
    """Return what /proc says of a process, or None if it is gone."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return None
    return Stat(fields[0], int(fields[17]), int(fields[21]) * PAGE, int(fields[25]))
