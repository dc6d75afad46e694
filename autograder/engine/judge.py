"""The judge: takes a notebook through a student's process, reaches the verdict outside of it.

Theory of operation.

     judge (trusted)                  | template (sandbox)         | student (own namespaces)
     checks, expected values, seeds   | imports TensorFlow, Keras, | runs the notebook's cells,
     scores, the journal              | IPython; runs no operation | answers calls: data for data
       "run cell 4", "call adam(..)" -+- forks one per submission -+->
       <- typed data, size-capped ----+----------------------------+--

The notebook's cells run in order. After the last cell that would check a question under Otter,
the judge runs that question's check file, Otter's own class on Otter's own file, with stand-ins for
the student's names. Questions that no cell checks are checked at the end. Whatever the student's
process does to itself, the verdict, the expected values and the score are not in it.

When a cell or a call takes too long, it is interrupted, as in Jupyter, and the rest goes on. When
the process is gone (killed, out of memory, not to be interrupted), a new one is forked and the
cells are run again, without the one that did it; questions that were checked keep their result.

What this does not protect against: a flaw in the kernel, in bubblewrap or in NumPy's or msgpack's
reading of plain data; and a student who solves the question after all.
"""

from __future__ import annotations

import os
import time
from typing import Any

from otter.test_files.exception_test import ExceptionTestFile

from autograder.engine import outputs
from autograder.engine.assignment import Assignment, Question
from autograder.engine.diagnosis import Diagnostician
from autograder.engine.limits import Limits
from autograder.engine.sandbox import Template
from autograder.engine.session import Ended, Interrupted, Session
from autograder.engine.transcript import Transcript, examine
from autograder.intake.notebook import Notebook
from autograder.results import (
    CaseResult,
    CellProblem,
    Diagnosis,
    QuestionResult,
    Result,
    plain,
    worst,
)

MOST_RESTARTS = 3


class Judge:
    """Grades one submission.

    Args:
        template: who forks the student's process.
        assignment: whose checks decide.
        notebook: what was handed in.
        limits: what it may use.
        slot: which core it runs on.
        seed: from which hidden checks draw their inputs.
    """

    def __init__(
        self,
        template: Template,
        assignment: Assignment,
        notebook: Notebook,
        limits: Limits,
        slot: int = 0,
        seed: int = 0,
    ):
        self.template, self.assignment, self.notebook = template, assignment, notebook
        self.limits, self.slot = limits, slot
        self.end = time.monotonic() + limits.submission_seconds
        self.results: dict[str, QuestionResult] = {}
        self.problems: dict[int, CellProblem] = {}
        self.executed: dict[int, list[dict[str, Any]]] = {}
        self.transcripts: dict[str, Transcript] = {}
        self.skip: set[int] = set()
        self.seconds = {"fork": 0.0, "cells": 0.0, "checks": 0.0, "diagnosis": 0.0}
        self.peak = self.restarts = 0
        os.environ["AUTOGRADER_SEED"] = str(seed)
        self.last = notebook.checks_after()
        self.after: dict[int, list[Question]] = {}
        for question in assignment.questions:
            self.after.setdefault(self.last.get(question.token, -1), []).append(question)

    def run(self) -> None:
        """Run cells and checks until every question has a result."""
        while True:
            try:
                self._one_process()
                return
            except Ended as ended:
                self.restarts += 1
                if self.restarts > MOST_RESTARTS or time.monotonic() > self.end:
                    self._give_up(ended)
                    return

    def _one_process(self) -> None:
        start = time.perf_counter()
        session = Session(self.template, self.limits, self.slot, self.end)
        self.seconds["fork"] += time.perf_counter() - start
        try:
            for position, source in self.notebook.code_cells:
                if position not in self.skip:
                    self._cell(session, position, source)
                for question in self.after.get(position, ()):
                    self._check(session, question)
            for question in self.after.get(-1, ()):
                self._check(session, question)
        finally:
            start = time.perf_counter()
            usage = session.close()
            self.seconds["fork"] += time.perf_counter() - start
            self.peak = max(self.peak, usage.get("peak_bytes", 0))

    def _cell(self, session: Session, position: int, source: str) -> None:
        start, stopped = time.perf_counter(), None
        try:
            done = session.ask("cell", self.limits.cell_seconds, source=source)
        except Interrupted as late:
            done, stopped = late.so_far, late.message
        except Ended as ended:
            self.skip.add(position)
            text = f"The grader left this cell out from here on: it {ended.message}."
            self.executed.setdefault(position, [outputs.note(text)])
            self._problem(position, ended.reason, ended.message)
            raise
        except Exception as odd:  # a cell's error is an output; only a changed process says this
            done = {"outputs": [], "error": {"types": [type(odd).__name__], "message": str(odd)}}
        finally:
            self.seconds["cells"] += time.perf_counter() - start
        made, error = outputs.clean(done)
        if stopped is not None:
            made.append(outputs.note(f"The grader stopped this cell: it {stopped}."))
            self._problem(position, "timeout", stopped)
        elif error and not error.startswith("NotImplementedError"):
            self._problem(position, "error", error)
        self.executed.setdefault(position, made)

    def _problem(self, position: int, status: str, message: str) -> None:
        self.problems.setdefault(position, CellProblem(position, status, message[:500]))

    def _check(self, session: Session, question: Question) -> None:
        if question.token in self.results:
            return  # checked by an earlier process
        start = time.perf_counter()
        file, transcript, ended = examine(session, question, self.limits.call_seconds)
        self.results[question.token] = result = _result(question, file, ended)
        if result.status == "failed" and _is_answered(result):
            self.transcripts[question.token] = transcript
        self.seconds["checks"] += time.perf_counter() - start
        self._say(question, file)
        if ended and not isinstance(ended, Interrupted):
            raise ended

    def _say(self, question: Question, file: ExceptionTestFile) -> None:
        """Show the public verdict where the notebook asks for it, as Otter would."""
        position = self.last.get(question.token)
        if position is not None:
            text = file.summary(public_only=True)
            self.executed.setdefault(position, []).append(outputs.note(text))

    def diagnose(self, diagnostician: Diagnostician) -> None:
        """Name the mistakes in the questions that failed, where they are known ones."""
        start = time.perf_counter()
        for question in self.assignment.questions:
            transcript = self.transcripts.pop(question.token, None)
            if transcript is None:
                continue
            found = diagnostician.name(self.assignment, question, transcript)
            result = self.results[question.token]
            result.diagnosis = [Diagnosis(m.name, m.sentence, question.section) for m in found]
            if (position := self.last.get(question.token)) is not None:
                self.executed[position].append(outputs.note(result.advice()))
        self.seconds["diagnosis"] += time.perf_counter() - start

    def _give_up(self, ended: Ended) -> None:
        for question in self.assignment.questions:
            if question.token not in self.results:
                file = ExceptionTestFile.from_string(question.text)
                self.results[question.token] = _result(question, file, ended)

    def result(self, **known: Any) -> Result:
        """Return what was found, with what else is known of the submission."""
        questions = [self.results[q.token] for q in self.assignment.questions]
        problems = [self.problems[position] for position in sorted(self.problems)]
        return Result(
            assignment=self.assignment.id,
            status=worst([*(q.status for q in questions), *(p.status for p in problems)]),
            score=sum(q.score for q in questions),
            possible=self.assignment.possible,
            questions=questions,
            problems=problems,
            restarts=self.restarts,
            peak_bytes=self.peak,
            seconds={name: round(value, 3) for name, value in self.seconds.items()},
            **known,
        )


def _result(question: Question, file: ExceptionTestFile, ended: Ended | None) -> QuestionResult:
    """Return Otter's score for a check file that was run, perhaps not to its end."""
    done = {id(r.test_case): r for r in file.test_case_results}
    cases = []
    for case in file.test_cases:
        outcome = done.get(id(case))
        if outcome is None:
            message = f"not decided: the answer {ended.message}" if ended else "not run"
            cases.append(CaseResult(case.name, case.hidden, case.points, False, message))
        else:
            message = "" if outcome.passed else plain(outcome.message)
            cases.append(CaseResult(case.name, case.hidden, case.points, outcome.passed, message))
    passed = all(case.passed for case in cases)
    status = ended.reason if ended else "ok" if passed else "failed"
    score = file.score if file.test_case_results else 0.0
    if file.all_or_nothing and not passed:
        score = 0.0
    return QuestionResult(question.token, float(score), question.possible, status, cases)


def _is_answered(result: QuestionResult) -> bool:
    """Return whether anything was written: an untouched stub raises its own error everywhere."""
    failed = [case.message for case in result.cases if not case.passed]
    return not all(message.startswith("NotImplementedError") for message in failed)
