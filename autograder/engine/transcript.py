"""What an answer did when a question's checks were run on it: verdicts, and every reply.

Checks are deterministic under a seed, and what they ask next depends only on what they were
answered. So two answers that reply alike are asked alike, and two equal transcripts mean: on these
calls the two answers cannot be told apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from otter.test_files.exception_test import ExceptionTestFile

from autograder import kit
from autograder.engine.assignment import Question
from autograder.engine.session import Ended, Session
from autograder.engine.standin import Namespace, Remote, StandIn

_files: dict[str, ExceptionTestFile] = {}


@dataclass(frozen=True)
class Transcript:
    """The verdict of each case, and the replies to all calls in their order."""

    verdicts: tuple[bool, ...]
    replies: tuple[Any, ...]

    def equals(self, other: Transcript, tolerance: float) -> bool:
        """Return whether both answers did the same, numbers within a relative tolerance."""
        if self.verdicts != other.verdicts or len(self.replies) != len(other.replies):
            return False
        return not any(
            kit.fault(got, want, tolerance, tolerance / 10)
            for mine, theirs in zip(self.replies, other.replies, strict=True)
            for got, want in ((mine, theirs), (theirs, mine))  # a dict may have more keys
        )

    def resembles(self, other: Transcript) -> bool:
        """Return whether both did the same but for the numbers: an answer that is random."""
        same = self.verdicts == other.verdicts
        return same and _outline(self.replies) == _outline(other.replies)


def examine(
    session: Session, question: Question, call_seconds: float
) -> tuple[ExceptionTestFile, Transcript, Ended | None]:
    """Run a question's checks on what a student's process defines.

    Returns:
        Otter's file with its results (the next run of the same question replaces them), what was
        asked and answered, and how the process ended if it did.
    """
    if question.text not in _files:
        _files[question.text] = ExceptionTestFile.from_string(question.text)
    file, ended = _files[question.text], None
    file.test_case_results = []
    remote = Remote(session, call_seconds, question.probes)
    try:
        file.run(Namespace(remote))
    except Ended as reason:
        ended = reason
    verdicts = tuple(bool(result.passed) for result in file.test_case_results)
    return file, Transcript(verdicts, tuple(map(_plain, remote.replies))), ended


def _plain(reply: Any) -> Any:
    """Return a reply in a form that can be compared: an object is an object, whichever it is."""
    if isinstance(reply, StandIn):
        return "an object"
    if isinstance(reply, (list, tuple)):
        return [_plain(part) for part in reply]
    if isinstance(reply, (set, frozenset)):
        return sorted(map(repr, reply))
    if isinstance(reply, dict):
        return {str(key): _plain(part) for key, part in reply.items()}
    return reply


def _outline(reply: Any) -> Any:
    if isinstance(reply, (list, tuple)):
        return [_outline(part) for part in reply]
    if isinstance(reply, dict):
        return {key: _outline(part) for key, part in reply.items()}
    if isinstance(reply, (int, float, complex, np.ndarray, np.generic)):
        return f"numbers of shape {np.shape(reply)}"
    return reply
