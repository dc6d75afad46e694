"""The command line: verbs for what an instructor does. Everything slow is imported by its verb."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from autograder.errors import EngineError, UserError

app = typer.Typer(
    help="Build assignments, prove their checks, grade a class. Each verb has its own --help.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Ids = Annotated[list[str] | None, typer.Argument(help="Assignments, e.g. a08; all if none.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


@app.command(
    epilog="Example: python -m autograder build a08   (in CI: python -m autograder build --check)"
)
def build(
    ids: Ids = None,
    check: Annotated[bool, typer.Option("--check", help="Only tell what is stale.")] = False,
) -> None:
    """Weave sources, solutions and checks into notebooks, Otter zips and the release folder."""
    from autograder.house import shown
    from autograder.weave import build as weave

    if not check:
        weave.build(ids or [], print)
        return
    stale = weave.stale(ids or [], print)
    if stale:
        names = " ".join(sorted(path.name[:3] for path in stale))
        raise UserError(
            f"{', '.join(map(shown, stale))}: not what the sources make; repair it with "
            f"'python -m autograder build {names}' and commit the result"
        )


@app.command(epilog="Example: python -m autograder checks a08 --seeds 3")
def checks(
    ids: Ids = None,
    seeds: Annotated[int, typer.Option(help="Under how many seeds.", min=1)] = 1,
    as_json: AsJson = False,
) -> None:
    """Prove the checks: right answers keep all points, each wrong one loses some, none is idle."""
    from autograder import matrix_page

    found = _matrices(ids, seeds)
    problems = [problem for made in found for problem in made.problems()]
    if as_json:
        print(json.dumps(matrix_page.as_data(found)))
    else:
        print(matrix_page.as_text(found))
    if problems:
        raise UserError("the checks are not proved:\n  " + "\n  ".join(problems))


def _matrices(ids: list[str] | None, seeds: int = 1) -> list[Any]:
    """Return the matrices of some assignments, or of all; TensorFlow is imported here."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
    from autograder import matrix
    from autograder.weave import build as weave

    keys = [folder.name[:3] for folder in weave.chosen(ids or [])]
    return [made for key in keys for n in range(seeds) for made in matrix.matrices(key, n)]


@app.command(epilog="Example: python -m autograder messages a08")
def messages(ids: Ids = None, as_json: AsJson = False) -> None:
    """List what students read when a public check fails, for every known mistake."""
    from autograder import messages as listed

    found = _matrices(ids)
    print(json.dumps(listed.as_data(found)) if as_json else listed.as_text(found))


@app.command("map", epilog="Example: python -m autograder map   or: python -m autograder map a08")
def show_map(ids: Ids = None, as_json: AsJson = False) -> None:
    """Print learning outcome x question x CO x PO x Unit Test part, and what is not covered."""
    from dataclasses import asdict

    from autograder import unit_test_map
    from autograder.weave import build as weave

    weave.chosen(ids or [])
    found = unit_test_map.entries(ids or [])
    if as_json:
        rows = [asdict(entry) for entry in found]
        print(json.dumps({"questions": rows, "not_covered": unit_test_map.gaps(found)}))
    else:
        print(unit_test_map.as_text(found))


@app.command(
    epilog="Example: python -m autograder grade submissions/ --out graded/ --jobs 4   "
    "Stopped by Ctrl-C or a crash, the same command goes on where it was."
)
def grade(
    submissions: Annotated[Path, typer.Argument(help="A folder of .ipynb and .zip files.")],
    out: Annotated[Path, typer.Option(help="Where results go; nothing is written elsewhere.")],
    jobs: Annotated[int, typer.Option(help="Workers; one core each.")] = os.cpu_count() or 1,
    assignment: Annotated[str | None, typer.Option(help="Only this one, e.g. a08.")] = None,
    isolation: Annotated[
        str, typer.Option(help="sandbox, or process for trusted code.")
    ] = "sandbox",
    seed: Annotated[int | None, typer.Option(help="Of the hidden checks' inputs.")] = None,
    cell_seconds: Annotated[float, typer.Option(help="Limit for one cell.")] = 60,
    call_seconds: Annotated[float, typer.Option(help="Limit for one call of a check.")] = 20,
    submission_seconds: Annotated[float, typer.Option(help="Limit for all of it.")] = 300,
    memory_gib: Annotated[float, typer.Option(help="Limit for one submission.")] = 3,
    as_json: AsJson = False,
) -> None:
    """Grade a folder of submissions in isolation; write grades.csv, report.html and notebooks."""
    from autograder.engine.limits import Limits
    from autograder.engine.run import Options, Run
    from autograder.reports import files, table

    limits = Limits(
        cell_seconds=cell_seconds,
        call_seconds=call_seconds,
        submission_seconds=submission_seconds,
        memory_bytes=int(memory_gib * 2**30),
    )
    run = Run(Options(submissions, out, jobs, isolation, limits, seed, assignment))
    if isolation == "process":
        warning = "warning: without a sandbox, submissions can read and write what you can"
        print(warning, file=sys.stderr)
    table.grade_with_progress(run, quiet=as_json)
    written = files.write(run)
    if as_json:
        print(json.dumps([result.to_dict() for result in run.results()]))
    else:
        table.show(run, written)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; exit 0 when done, 1 for the user's input, 2 for our own fault."""
    sys.exit(_exit_code(arguments))


def _exit_code(arguments: list[str] | None) -> int:
    def fail(code: int, text: Any) -> int:
        print(f"error: {text}", file=sys.stderr)
        return code

    try:
        app(arguments, standalone_mode=False)
    except UserError as error:
        return fail(1, error)
    except EngineError as error:
        return fail(2, error)
    except KeyboardInterrupt:
        return fail(1, "interrupted; what is graded is kept, the same command goes on from there")
    except Exception as error:
        if hasattr(error, "format_message"):  # how typer says that the words are wrong
            return fail(1, error.format_message())
        raise
    return 0
