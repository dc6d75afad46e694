"""Grades a class: plans, starts the template, gives jobs to workers, files each result at once."""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

from autograder.engine import assignment as assignments_of
from autograder.engine import plan
from autograder.engine.limits import Limits
from autograder.engine.sandbox import Template
from autograder.engine.work import Job, Worker
from autograder.errors import UserError
from autograder.intake.collect import collect
from autograder.journal import Journal
from autograder.results import Result

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Options:
    """What a run is asked to do."""

    submissions: Path
    out: Path
    jobs: int
    isolation: str = "sandbox"
    limits: Limits = field(default_factory=Limits)
    seed: int | None = None
    only: str | None = None


class Run:
    """One run of the grader over a folder; ``grade`` does it, ``results`` reads it back.

    Raises:
        UserError: if the folders, the assignment or the isolation asked for are not to be had.
    """

    def __init__(self, options: Options):
        self.options = options
        if options.jobs < 1:
            raise UserError(f"--jobs must be at least 1, not {options.jobs}")
        submissions = collect(options.submissions)
        try:
            options.out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(f"{options.out}: cannot be made ({error.strerror})") from error
        self.assignments = assignments_of.load()
        self.journal = Journal(options.out / "journal.sqlite")
        self.seed = self.journal.seed(options.seed)
        what = (self.assignments, options.out, options.limits, options.isolation, self.seed)
        self.jobs = plan.jobs(submissions, *what, options.only)
        self.todo = [job for job in self.jobs if not self.journal.has(job.key)]

    def grade(self, done: Callable[[Result], None], say: Callable[[str], None]) -> None:
        """Grade what is not in the journal yet; call ``done`` with each result."""
        if not self.todo:
            return
        needs_student = any(job.submission.path is not None for job in self.todo)
        template = Template(self.options.isolation)
        try:
            if needs_student:
                say("importing TensorFlow once (about 10 s) ...")
                template.start()
                import autograder.engine.judge  # noqa: F401  Otter loads while TensorFlow does

                template.wait_until_ready()
                threading.Thread(target=template.watch, daemon=True).start()
            for job, result in self._work(template):
                self.journal.put(job.key, result)
                done(result)
        finally:
            template.close()

    def _work(self, template: Template) -> Iterator[tuple[Job, Result]]:
        """Yield each job with its result, in the order in which they end."""
        left, tries = list(reversed(self.todo)), dict.fromkeys(self.todo, 0)
        while left:
            with self._pool(template) as pool:
                running: dict = {}
                try:
                    while left or running:
                        while left and len(running) < 2 * self.options.jobs:
                            job = left.pop()
                            running[pool.submit(_do, job)] = job
                        for future in wait(running, return_when=FIRST_COMPLETED).done:
                            yield running[future], future.result()
                            del running[future]
                except BrokenProcessPool:
                    for job in running.values():  # a worker was killed: by whom is not known
                        tries[job] += 1
                        if tries[job] > 2:
                            yield job, _lost(job, template.isolation)
                        else:
                            left.append(job)
                except BaseException:
                    for process in list(pool._processes.values()):
                        process.kill()
                    raise

    def _pool(self, template: Template) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("fork")  # nothing here has threads of TensorFlow
        slots = context.Queue()
        for slot in range(self.options.jobs):
            slots.put(slot)
        held = (template, self.assignments, self.options.limits, self.seed, slots, os.getpid())
        return ProcessPoolExecutor(self.options.jobs, context, _start, held)

    def results(self) -> Iterator[Result]:
        """Yield the results of all submissions of this run, in the order of the folder."""
        return self.journal.results([job.key for job in self.jobs])


_worker: Worker | None = None


def _start(template, assignments, limits, seed, slots, parent: int) -> None:
    """Make a worker process ready; it ends with its parent, and leaves Ctrl-C to it."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
    _worker = Worker(template, assignments, limits, seed, slots.get())


def _do(job: Job) -> Result:
    return _worker.do(job)


def _lost(job: Job, isolation: str) -> Result:
    message = "the worker process was killed three times while it graded this (out of memory?)"
    student, file = job.submission.student, job.submission.shown
    return Result(
        student, job.assignment, file, "internal_error", 0, 0, message, isolation=isolation
    )
