"""``python -m solutions.lectures build [--check]`` and ``python -m solutions.lectures run [N]``."""

from __future__ import annotations

import argparse
import sys

import nbformat

from solutions.lectures.build import OUT, ROOT, build, execute, outdated, sources


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line asks for; return 0 when done, 1 when something is wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m solutions.lectures", description="The six lecture notebooks of Week 5."
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    builder = verbs.add_parser("build", help="write the notebooks to build/lectures/")
    builder.add_argument(
        "--check", action="store_true", help="write nothing; fail if one is missing or outdated"
    )
    runner = verbs.add_parser(
        "run", help="execute them, keep the outputs in executed/, say how long"
    )
    runner.add_argument("number", type=int, nargs="?", help="only this lecture, 1 to 6")
    options = parser.parse_args(arguments)
    if options.verb == "run":
        return run(options.number)
    return check() if options.check else announce()


def announce() -> int:
    """Build, and say what was built."""
    for path in build():
        print(path.relative_to(ROOT))
    return 0


def check() -> int:
    """Say which notebooks are missing or outdated."""
    stale = outdated()
    for name in stale:
        print(f"missing or outdated: {name}", file=sys.stderr)
    if stale:
        print("repair it with: python -m solutions.lectures build", file=sys.stderr)
    return 1 if stale else 0


def run(number: int | None) -> int:
    """Execute the lectures one after the other and report the time of each."""
    from nbclient.exceptions import CellExecutionError

    try:
        chosen = sources(number)
    except ValueError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    kept = OUT / "executed"
    kept.mkdir(parents=True, exist_ok=True)
    for source in chosen:
        try:
            notebook, seconds = execute(source)
        except CellExecutionError as error:
            print(f"{source.stem}: {error}", file=sys.stderr)
            return 1
        path = kept / f"{source.stem}.ipynb"
        nbformat.write(notebook, path)
        print(f"{seconds:6.1f} s  {path.relative_to(ROOT)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
