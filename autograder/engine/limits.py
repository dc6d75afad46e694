"""What one submission may use. Every number is a default that the command line can change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The limits of one submission; each is shown to bite in ``tests/attacks``.

    Args:
        cell_seconds: wall time of one cell; then it is interrupted, as in Jupyter.
        call_seconds: wall time of one call that a check makes.
        submission_seconds: wall time of everything, restarts included.
        grace_seconds: what an interrupted cell or call has to stop before it is killed.
        memory_bytes: resident memory of all the submission's processes; what they share with the
            template counts once.
        processes: how many processes it may have at a time.
        threads: how many threads they may have together.
        disk_bytes: size of the private /tmp (half of it again for /dev/shm).
        output_bytes: how much output of one cell is kept.
    """

    cell_seconds: float = 60.0
    call_seconds: float = 20.0
    submission_seconds: float = 300.0
    grace_seconds: float = 2.0
    memory_bytes: int = 3 * 2**30
    processes: int = 32
    threads: int = 512
    disk_bytes: int = 256 * 2**20
    output_bytes: int = 2**20
