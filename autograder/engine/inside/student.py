"""The student's process: runs the notebook's cells and answers the judge's calls.

Everything in here can be changed by the student's code, and nothing depends on it: the judge takes
what comes back for data, to be judged. A request is a dict with ``do`` and its arguments; a reply
is ``{"value": ...}`` or ``{"error": {"types": [...], "message": ...}}``.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import sys
import types
from typing import Any

import wire
from inside import namespaces, shell


def main(job: dict[str, Any], talk: socket.socket, prepared: shell.Shell, bare: bool) -> None:
    """Enter the box, then serve until the judge goes away; never returns."""
    status = 1
    try:
        if not bare:
            namespaces.furnish(job["disk_bytes"], job["keep"])
            namespaces.drop_privileges()
        namespaces.die_with_parent()
        _settle(job, talk, bare)
        Student(talk, prepared, job["output_bytes"]).serve()
        status = 0
    finally:
        os._exit(status)


def _settle(job: dict[str, Any], talk: socket.socket, bare: bool) -> None:
    """Set the limits that the kernel keeps by itself, a core, a place to work, no open files."""
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: job["disk_bytes"],
        resource.RLIMIT_NOFILE: 1024,
        resource.RLIMIT_CPU: int(job["submission_seconds"]) + 60,
    }
    if not bare:  # counted by user namespace; outside one it would count all the user's processes
        limits[resource.RLIMIT_NPROC] = job["threads"]
    for limit, value in limits.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[job["slot"] % len(cores)]})
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    kept = talk.fileno()
    os.closerange(3, kept)
    os.closerange(kept + 1, 4096)
    place = job.get("place") or "/tmp"
    os.environ.update(HOME=place, TMPDIR=place)
    os.chdir(place)


class Student:
    """Answers the judge's requests, one after the other."""

    def __init__(self, talk: socket.socket, prepared: shell.Shell, output_bytes: int):
        self.channel = wire.Channel(talk)
        self.shell = prepared
        self.output_bytes = output_bytes
        self.objects: list[Any] = []
        self.numbers: dict[int, int] = {}
        self.busy = False
        self.probes: dict[str, Any] = {}

    def serve(self) -> None:
        """Answer until the socket closes."""
        sys.modules["otter"] = _otter()
        signal.signal(signal.SIGINT, self._interrupted)
        self.channel.send(wire.encode({"value": "ready"}))
        while True:
            try:
                request = self.channel.receive()
            except wire.Closed:
                return
            self.channel.send(self._reply(request))

    def _interrupted(self, *_: Any) -> None:
        if self.busy:
            raise KeyboardInterrupt

    def _reply(self, request: bytes) -> bytes:
        try:
            self.busy = True
            asked = wire.decode(request, self._object, _make_tensor)
            reply = {"value": getattr(self, "do_" + asked.pop("do"))(**asked)}
        except BaseException as error:
            reply = {"error": shell.describe(error)}
        finally:
            self.busy = False
        try:
            return wire.encode(reply, self._handle)
        except BaseException as error:
            return wire.encode({"error": shell.describe(error)})

    def _object(self, handle: wire.Handle) -> Any:
        return self.objects[handle.number]

    def _handle(self, value: Any) -> wire.Handle:
        number = self.numbers.get(id(value))
        if number is None:
            number = self.numbers[id(value)] = len(self.objects)
            self.objects.append(value)
        return wire.Handle(number, type(value).__name__[:200], callable(value))

    def do_cell(self, source: str) -> dict[str, Any]:
        """Run a cell of the notebook."""
        return self.shell.run(source, self.output_bytes)

    def do_name(self, name: str) -> dict[str, Any]:
        """Return whether the notebook defines a name, and its value."""
        return {"found": name in self.shell.user_ns, "value": self.shell.user_ns.get(name)}

    def do_call(self, target: Any, args: list, kwargs: dict) -> Any:
        """Call an object."""
        with _quiet():
            return target(*args, **kwargs)

    def do_attribute(self, target: Any, name: str) -> Any:
        """Read an attribute."""
        with _quiet():
            return getattr(target, name)

    def do_set_attribute(self, target: Any, name: str, value: Any) -> None:
        """Set an attribute."""
        with _quiet():
            setattr(target, name, value)

    def do_item(self, target: Any, key: Any) -> Any:
        """Read an item."""
        with _quiet():
            return target[key]

    def do_list(self, target: Any, most: int) -> list:
        """Return the first items of something that can be walked."""
        with _quiet():
            return [item for item, _ in zip(target, range(most), strict=False)]

    def do_length(self, target: Any) -> int:
        """Return the length."""
        return len(target)

    def do_probe(self, source: str, name: str, args: list, kwargs: dict) -> Any:
        """Run one of the check's probes beside the student's code."""
        if source not in self.probes:
            module = types.ModuleType("probe")
            exec(compile(source, "probe", "exec", dont_inherit=True), vars(module))
            self.probes[source] = module
        with _quiet():
            return getattr(self.probes[source], name)(*args, **kwargs)


@contextlib.contextmanager
def _quiet():
    """Drop what is printed in a call: it is no part of the notebook."""
    kept = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = shell.Stream("stdout"), shell.Stream("stderr")
    try:
        yield
    finally:
        sys.stdout, sys.stderr = kept


def _make_tensor(array: Any) -> Any:
    import tensorflow

    return tensorflow.constant(array)


def _otter() -> types.ModuleType:
    """Return a stand-in for Otter, so that a notebook's own Otter cells run and do nothing."""
    module = types.ModuleType("otter")

    class Notebook:
        """Takes every call of ``grader``; the judge runs the checks."""

        def __init__(self, *_: Any, **__: Any):
            pass

        def __getattr__(self, name: str):
            return lambda *_, **__: None

    module.Notebook = Notebook
    return module
