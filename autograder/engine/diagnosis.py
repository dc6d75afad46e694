"""Names the mistake: an answer that does on every call what a known wrong answer does.

Theory of operation. When a question's checks fail, the judge keeps the transcript of its calls. The
same checks, under the same seed, are run on each misconception in the catalogue of that question: a
solved notebook in a fresh process, with that one answer exchanged. Objects with state are so
replayed as the sequences that they are, and probes too. Where the transcripts are equal, that is
the diagnosis; where none is, no mistake is named. A worker makes a question's transcripts once.

Equal means equal on all calls of the question, not only on those that failed: a slip that crashes
everywhere is not taken for the mistake that crashes on None alone.
"""

from __future__ import annotations

import time

from autograder.catalogue import Misconception
from autograder.engine.assignment import Assignment, Question
from autograder.engine.limits import Limits
from autograder.engine.sandbox import Template
from autograder.engine.session import Ended, Session
from autograder.engine.transcript import Transcript, examine

TOLERANCES = (1e-6, 1e-4)
"""The same arithmetic first; then the same idea in another style or precision."""


class Diagnostician:
    """Knows what each misconception answers.

    Args:
        template: who forks the process that the catalogue is run in.
        limits: what it may use.
        slot: which core it runs on.
    """

    def __init__(self, template: Template, limits: Limits, slot: int = 0):
        self.template, self.limits, self.slot = template, limits, slot
        self._known: dict[str, list[tuple[Misconception, Transcript]]] = {}

    def name(
        self, assignment: Assignment, question: Question, transcript: Transcript
    ) -> list[Misconception]:
        """Return the misconceptions that did the same; several only if they do all the same."""
        known = self.transcripts(assignment, question)
        for tolerance in TOLERANCES:
            found = [one for one, theirs in known if transcript.equals(theirs, tolerance)]
            if found:
                return found
        return [one for one, theirs in known if one.random and transcript.resembles(theirs)]

    def transcripts(
        self, assignment: Assignment, question: Question
    ) -> list[tuple[Misconception, Transcript]]:
        """Return what each misconception of a question did; one that was stopped is left out."""
        if question.token not in self._known:
            self._known[question.token] = list(self._run(assignment, question))
        return self._known[question.token]

    def _run(self, assignment: Assignment, question: Question):
        session = None
        try:
            for misconception in question.misconceptions:
                if session is None or session.ended:
                    session = self._fresh(session)
                try:
                    for text in (*assignment.solved, misconception.text):
                        session.ask("cell", self.limits.cell_seconds, source=text)
                    _, transcript, ended = examine(session, question, self.limits.call_seconds)
                except Ended:
                    continue
                if ended is None:
                    yield misconception, transcript
        finally:
            if session is not None:
                session.close()

    def _fresh(self, old: Session | None) -> Session:
        if old is not None:
            old.close()
        end = time.monotonic() + self.limits.submission_seconds
        return Session(self.template, self.limits, self.slot, end)
