"""One student's process, seen from the judge: requests with deadlines, and how it ended."""

from __future__ import annotations

import contextlib
import shutil
import socket
import tempfile
import time
from typing import Any

import msgpack

from autograder.engine import wire
from autograder.engine.limits import Limits
from autograder.engine.sandbox import Template
from autograder.errors import EngineError

FORK_SECONDS = 60.0


class Ended(BaseException):
    """The student's process is gone, or was stopped: no check can go on.

    Not an ``Exception``, so that no check (and no Otter test file) takes it for a failure.
    ``reason`` is a status: timeout, memory, killed.
    """

    def __init__(self, reason: str, message: str):
        super().__init__(message)
        self.reason, self.message = reason, message


class StudentError(Exception):
    """An exception that the student's code raised, of a type that is not on the list.

    It is raised as a class of its own, named as the student's was.
    """


BUILTIN_ERRORS = {
    kind.__name__: kind
    for kind in (
        *(ArithmeticError, AssertionError, AttributeError, FloatingPointError, ImportError),
        *(IndexError, KeyError, LookupError, MemoryError, ModuleNotFoundError, NameError),
        *(NotImplementedError, OSError, OverflowError, RecursionError, RuntimeError),
        *(StopIteration, SyntaxError, TypeError, UnboundLocalError, ValueError),
        *(ZeroDivisionError, Exception),
    )
}


class Session:
    """A student's process.

    Args:
        template: who forks it.
        limits: what it may use.
        slot: which core it runs on.
        end: when the submission's time is over (``time.monotonic()``).
    """

    def __init__(self, template: Template, limits: Limits, slot: int, end: float):
        self.limits, self.end = limits, end
        self.ended: Ended | None = None
        self.usage: dict[str, Any] = {}
        self.place = None
        if template.isolation == "process":
            self.place = tempfile.mkdtemp(prefix="student-")
        talk, far_talk = socket.socketpair()
        self._keeper, far_keeper = socket.socketpair()
        self.channel = wire.Channel(talk)
        template.send(slot, limits, self.place, [far_talk.fileno(), far_keeper.fileno()])
        far_talk.close()
        far_keeper.close()
        try:
            self.channel.receive(FORK_SECONDS)
        except (wire.Closed, TimeoutError) as error:
            self.close()
            raise EngineError(f"a student's process did not start: {error}") from error

    def ask(self, do: str, seconds: float, as_handle=lambda _: None, from_handle=None, **what):
        """Send a request and return its value.

        Raises:
            Ended: if the process is gone, does not answer in time, or answers with no message.
            Exception: what the student's code raised, as the built-in type of that name.
        """
        if self.ended:
            raise self.ended
        left = self.end - time.monotonic()
        if left <= 0:
            raise self._stop("timeout", "the time for the whole submission was over")
        try:
            self.channel.send(wire.encode({"do": do, **what}, as_handle), seconds)
            return self._answer(min(seconds, left), from_handle)
        except wire.Closed:
            raise self._gone() from None
        except TimeoutError:
            raise self._stop("timeout", "it did not take its input in time") from None

    def _answer(self, seconds: float, from_handle: Any) -> Any:
        try:
            try:
                reply = self.channel.receive(seconds)
            except TimeoutError:
                self._interrupt(seconds)
            reply = wire.decode(reply, from_handle or (lambda handle: handle))
            if "error" in reply:
                types = [str(name) for name in reply["error"]["types"]]
                message = str(reply["error"]["message"])
            else:
                return reply["value"]
        except (wire.WireError, LookupError, TypeError) as error:
            raise self._stop("killed", f"its answer was no message: {error}") from None
        raise rebuild(types, message)

    def _interrupt(self, seconds: float) -> None:
        """Interrupt what takes too long, as Jupyter does; kill it if it does not stop."""
        self._order(b"i")
        try:
            reply = wire.decode(self.channel.receive(self.limits.grace_seconds))
        except TimeoutError:
            raise self._stop("timeout", f"took over {seconds:.0f} s and did not stop") from None
        so_far = reply.get("value") if isinstance(reply, dict) else None
        raise Interrupted(f"took over {seconds:.0f} s", so_far)

    def _stop(self, reason: str, message: str) -> Ended:
        self._order(b"k")
        self._report()
        self.ended = Ended(reason, message)
        return self.ended

    def _gone(self) -> Ended:
        """Return why the process ended by itself."""
        report = self._report()
        reason, code = report.get("reason"), report.get("exit_code")
        if reason == "memory":
            text = f"used more than {self.limits.memory_bytes / 2**30:.1f} GiB of memory"
            self.ended = Ended("memory", text)
        elif reason == "processes":
            text = f"started more than {self.limits.processes} processes or too many threads"
            self.ended = Ended("killed", text)
        else:
            how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
            self.ended = Ended("killed", f"ended the Python process ({how})")
        return self.ended

    def _order(self, order: bytes) -> None:
        with contextlib.suppress(OSError):
            self._keeper.sendall(order)

    def _report(self) -> dict[str, Any]:
        """Return what the keeper says once the student has ended."""
        if not self.usage:
            self._keeper.settimeout(10)
            with contextlib.suppress(OSError, ValueError, msgpack.UnpackException):
                self.usage = msgpack.unpackb(self._keeper.recv(65536))
        return self.usage

    def close(self) -> dict[str, Any]:
        """End the process and everything it started; return what it used."""
        self.channel.close()
        if not self.ended:
            self._order(b"k")
        usage = self._report()
        self._keeper.close()
        if self.place:
            shutil.rmtree(self.place, ignore_errors=True)
        return usage


class Interrupted(Ended):
    """A cell or a call took too long; it was interrupted, and the process goes on."""

    def __init__(self, message: str, so_far: Any = None):
        super().__init__("timeout", message)
        self.so_far = so_far


def rebuild(types: Any, message: str) -> Exception:
    """Return the exception that the student's side describes, as the nearest built-in type."""
    for name in types:
        if name in BUILTIN_ERRORS and (name != "Exception" or types[0] == "Exception"):
            kind = BUILTIN_ERRORS[name]
            text = message if types[0] == name else f"{types[0]}: {message}"
            return kind(text)
    name = types[0] if types and str(types[0]).isidentifier() else "error"
    return type(name[:60], (StudentError,), {})(message)
