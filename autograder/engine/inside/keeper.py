"""The keeper: puts one student in a box, watches it, and says how it ended.

The keeper runs no code of the student's. It is the student's parent, one pid namespace further out,
so nothing that the student does reaches it. When the student has ended, it sends the judge one
message over a socket of its own: how, why, and what was used. The judge may send ``i`` (interrupt,
as Jupyter does) or ``k`` (kill). When the judge's end closes, the student is killed, and everything
in its pid namespace with it.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
from typing import Any

import msgpack
from inside import namespaces, student, usage

WATCH_SECONDS = 0.02


def keep(
    job: dict[str, Any], talk: socket.socket, own: socket.socket, prepared: Any, bare: bool
) -> None:
    """Fork the student, watch it until it ends, report.

    Args:
        job: the limits and the core, from the judge.
        talk: the student's socket.
        own: the keeper's socket.
        prepared: what the template made ready for every student.
        bare: no namespaces (``--isolation process``).
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if not bare:
        namespaces.enter()
    namespaces.die_with_parent()  # after ``enter``: new credentials clear it
    namespaces.adopt_orphans()
    pid = os.fork()
    if pid == 0:
        own.close()
        student.main(job, talk, prepared, bare)  # does not return
    talk.close()
    report = _watch(pid, job, own)
    _kill_all(pid)
    with contextlib.suppress(OSError):
        own.sendall(msgpack.packb(report))


def _watch(pid: int, job: dict[str, Any], own: socket.socket) -> dict[str, Any]:
    """Return how the student ended; kill it where it passes a limit or the judge says so."""
    reason, peak, start = None, 0, time.monotonic()
    ended = os.pidfd_open(pid)
    while True:
        readable, _, _ = select.select([own, ended], [], [], WATCH_SECONDS)
        if ended in readable:
            break
        if own in readable and reason is None:
            if own.recv(1) == b"i":
                os.kill(pid, signal.SIGINT)
            else:  # "k", or the judge is gone
                reason = "stopped"
        now = usage.measure(os.getpid(), job)
        peak = max(peak, now.memory_bytes)
        reason = reason or usage.over(now, job)
        if reason:
            _kill_all(pid)
            break
    _, status, used = os.wait4(pid, 0)
    return {
        "reason": reason,
        "exit_code": os.waitstatus_to_exitcode(status),
        "peak_bytes": peak,
        "cpu_seconds": used.ru_utime + used.ru_stime,
        "seconds": time.monotonic() - start,
    }


def _kill_all(student: int) -> None:
    """Kill the student and all it left behind.

    Inside namespaces the first signal does it: when process 1 of a pid namespace ends, the kernel
    ends all others in it. Without them, what the student started was adopted by the keeper.
    """
    alive = [student]
    while alive:
        for pid in alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.001)
        alive = usage.descendants(os.getpid(), 1000)
