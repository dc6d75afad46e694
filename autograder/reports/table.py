"""The run on the terminal: progress with the time that is left, then a summary."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from autograder.engine.run import Run
from autograder.results import Result

MOST_ROWS = 60


def grade_with_progress(run: Run, quiet: bool) -> None:
    """Grade, and show how far it is; on a terminal as a bar, elsewhere line by line."""
    console = Console(stderr=True, quiet=quiet)
    known = len(run.jobs) - len(run.todo)
    if known:
        console.print(f"{known} of {len(run.jobs)} submissions are graded already")
    columns = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[last]}"),
    )
    with Progress(*columns, console=console, disable=quiet or not sys.stderr.isatty()) as bar:
        task = bar.add_task("grade", total=len(run.todo), last="")
        count = 0

        def done(result: Result) -> None:
            nonlocal count
            count += 1
            line = f"{result.student} {result.assignment} {result.status}"
            bar.update(task, advance=1, last=line)
            if bar.disable:
                console.print(f"[{count}/{len(run.todo)}] {line} {_score(result)}", markup=False)

        run.grade(done, lambda text: console.print(text, markup=False))


def show(run: Run, written: list[Path]) -> None:
    """Print the summary table and where everything is."""
    console = Console(width=None if sys.stdout.isatty() else 110)
    statuses: Counter[str] = Counter()
    rows = []
    for result in run.results():
        statuses[result.status] += 1
        if len(rows) < MOST_ROWS:
            seconds = f"{result.seconds.get('total', 0):.1f}"
            place = (result.student, result.assignment or "?", result.status)
            rows.append((*map(escape, place), _score(result), seconds, escape(reason(result))))
    table = Table(title=f"{len(run.jobs)} submissions", title_justify="left")
    headings = ("student", "assignment", "status", "score", "seconds", "what happened")
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)][:-1]
    left = max(console.width - sum(widths) - 3 * len(headings) - 1, 20)
    for heading in headings:
        table.add_column(heading, justify="right" if heading in ("score", "seconds") else "left")
    for *fixed, what in rows:
        table.add_row(*fixed, what if len(what) <= left else f"{what[: left - 1]}…")
    console.print(table)
    if len(run.jobs) > MOST_ROWS:
        console.print(f"and {len(run.jobs) - MOST_ROWS} more in grades.csv")
    console.print(", ".join(f"{count} {status}" for status, count in sorted(statuses.items())))
    for path in written:
        console.print(str(path), soft_wrap=True)


def _score(result: Result) -> str:
    if result.status == "internal_error":
        return "-"
    return f"{result.score:g}/{result.possible:g}"


def reason(result: Result) -> str:
    """Return in a few words what is to be known about a result."""
    if result.problems:
        first = result.problems[0]
        return f"cell {first.cell + 1}: {first.message}"
    wrong = [q.token.partition("_")[2] for q in result.questions if q.status != "ok"]
    if result.questions and len(wrong) == len(result.questions):
        return "no question is right" if result.score == 0 else "every question lost points"
    return result.message or ", ".join(wrong)
