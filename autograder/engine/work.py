"""One job, start to end: read a submission, judge it, keep the executed notebook. Never raises."""

from __future__ import annotations

import os
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from autograder.engine import outputs
from autograder.engine.assignment import Assignment
from autograder.engine.limits import Limits
from autograder.engine.sandbox import Template
from autograder.intake import notebook
from autograder.intake.collect import Submission
from autograder.results import Result

TRIES = 2


@dataclass(frozen=True)
class Job:
    """One submission to one assignment, with the key its result goes under."""

    key: str
    submission: Submission
    assignment: str
    executed: Path


class Worker:
    """What a worker process holds: the template, the assignments, its core."""

    def __init__(
        self,
        template: Template,
        assignments: dict[str, Assignment],
        limits: Limits,
        seed: int,
        slot: int,
    ):
        self.template, self.assignments = template, assignments
        self.limits, self.seed, self.slot = limits, seed, slot
        self.diagnostician = None

    def do(self, job: Job) -> Result:
        """Return the result of a job; what goes wrong on our side is tried again, then said."""
        for attempt in range(TRIES):
            start = time.perf_counter()
            try:
                result = self._judge(job)
                break
            except Exception as error:
                text = "".join(traceback.format_exception_only(error)).strip()
                result = self._result(job, "internal_error", f"try {attempt + 1}: {text}"[:1000])
        result.seconds["total"] = round(time.perf_counter() - start, 3)
        return result

    def _judge(self, job: Job) -> Result:
        from autograder.engine.diagnosis import Diagnostician  # with Otter: only where it is needed
        from autograder.engine.judge import Judge

        path = job.submission.path
        if path is None:
            status = "invalid_submission" if job.submission.note else "no_submission"
            return self._result(job, status, job.submission.note)
        try:
            read, _ = notebook.read(path)
        except notebook.Invalid as error:
            return self._result(job, "invalid_submission", str(error))
        assignment = self.assignments[job.assignment]
        judge = Judge(self.template, assignment, read, self.limits, self.slot, self.seed)
        judge.run()
        self.diagnostician = self.diagnostician or Diagnostician(
            self.template, self.limits, self.slot
        )
        judge.diagnose(self.diagnostician)
        keep(job.executed, outputs.executed(read.data, judge.executed))
        return judge.result(
            student=job.submission.student,
            file=job.submission.shown,
            isolation=self.template.isolation,
            seed=self.seed,
            message=job.submission.note,
        )

    def _result(self, job: Job, status: str, message: str) -> Result:
        possible = self.assignments[job.assignment].possible if job.assignment else 0.0
        return Result(
            student=job.submission.student,
            assignment=job.assignment,
            file=job.submission.shown,
            status=status,
            message=message,
            possible=possible,
            isolation=self.template.isolation,
            seed=self.seed,
        )


def keep(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_text(text, encoding="utf-8", errors="replace")
    part.replace(path)
