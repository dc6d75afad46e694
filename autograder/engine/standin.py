"""Stand-ins: what a check holds in place of the student's functions and objects.

Calling one sends plain data and returns plain data; what is not plain stays on the student's side
and comes back as another stand-in. Checks need not know: Otter fills a check's parameters by name
from ``Namespace``, as it does from a notebook's globals.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.engine import wire
from autograder.engine.session import Session

MOST_ITEMS = 10_000


class Remote:
    """Asks a session, and turns handles into stand-ins and back."""

    def __init__(self, session: Session, call_seconds: float, probes: dict[str, str] | None = None):
        self.session, self.call_seconds = session, call_seconds
        self.probes = probes or {}
        self.replies: list[Any] = []

    def ask(self, do: str, **what: Any) -> Any:
        """Send a request about the student's objects; return its value, and remember it."""
        try:
            value = self.session.ask(
                do,
                self.call_seconds,
                as_handle=lambda value: getattr(value, "_handle", None),
                from_handle=self.stand_in,
                **what,
            )
        except Exception as error:
            self.replies.append(f"raises {type(error).__name__}")
            raise
        self.replies.append(value)
        return value

    def stand_in(self, handle: wire.Handle) -> StandIn:
        """Return what stands in for the object behind a handle."""
        return (StandInCallable if handle.is_callable else StandIn)(self, handle)

    def probe(self, name: str, args: tuple, kwargs: dict) -> Any:
        """Run one of the check file's probes on the student's side."""
        return self.ask(
            "probe", source=self.probes[name], name=name, args=list(args), kwargs=kwargs
        )


class StandIn:
    """An object of the student's."""

    def __init__(self, remote: Remote, handle: wire.Handle):
        self.__dict__.update(_remote=remote, _handle=handle)

    def remote_of(self) -> Remote:
        """Return what asks on this stand-in's behalf; ``kit.probe`` looks for it on the class."""
        return self._remote

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._remote.ask("attribute", target=self, name=name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._remote.ask("set_attribute", target=self, name=name, value=value)

    def __getitem__(self, key: Any) -> Any:
        return self._remote.ask("item", target=self, key=key)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._remote.ask("list", target=self, most=MOST_ITEMS))

    def __len__(self) -> int:
        return self._remote.ask("length", target=self)

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return f"<{self._handle.type_name}>"


class StandInCallable(StandIn):
    """A function or class of the student's, or another object that can be called."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._remote.ask("call", target=self, args=list(args), kwargs=kwargs)


class Namespace:
    """The student's names, as Otter's test files ask for them."""

    def __init__(self, remote: Remote):
        self._remote = remote
        self._known: dict[str, dict] = {}

    def _look_up(self, name: str) -> dict:
        if name not in self._known:
            self._known[name] = self._remote.ask("name", name=name)
        return self._known[name]

    def get(self, name: str, default: Any = None) -> Any:
        """Return the value of a name, or ``default`` where the notebook does not define it."""
        answer = self._look_up(name)
        return answer["value"] if answer["found"] else default

    def __getitem__(self, name: str) -> Any:
        answer = self._look_up(name)
        if not answer["found"]:
            raise KeyError(name)
        return answer["value"]

    def __contains__(self, name: str) -> bool:
        return bool(self._look_up(name)["found"])
