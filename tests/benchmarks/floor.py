"""The floor: the same cells and checks in bare processes forked from a warm one. No sandbox.

``python -m tests.benchmarks.floor NOTEBOOK COUNT LOOPS`` imports what the template imports, then
runs LOOPS parallel loops, COUNT forks altogether, and prints the seconds that they took as JSON.
Each fork runs the notebook's cells in an IPython shell, then Otter's check files on its namespace.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from pathlib import Path


def main(path: str, count: int, loops: int) -> None:
    """Warm up, fork, measure."""
    from autograder.engine import assignment, sandbox
    from autograder.house import ROOT
    from autograder.intake import notebook

    os.environ.update({name: v for name, v in sandbox.ENVIRONMENT.items() if "THREADS" in name})
    os.environ["AUTOGRADER_SEED"] = "1"
    read, _ = notebook.read(Path(path))
    questions = assignment.load()[read.assignment[:3]].questions
    from otter.test_files.exception_test import ExceptionTestFile

    sys.path.insert(0, str(ROOT / "autograder" / "engine"))
    from inside import shell, template

    files = [ExceptionTestFile.from_string(question.text) for question in questions]
    template.warm(template.WARM)
    prepared = shell.prepare()
    gc.collect()
    gc.freeze()  # or each fork would copy the pages that its garbage collector touches
    print("ready", flush=True)
    sys.stdin.readline()
    start = time.perf_counter()
    for loop in range(loops):
        if os.fork() == 0:
            for _ in range(loop, count, loops):
                if os.fork() == 0:
                    one(read, files, prepared, loop)
                os.wait()
            os._exit(0)
    for _ in range(loops):
        os.wait()
    print(json.dumps(time.perf_counter() - start))


def one(read, files, prepared, core: int) -> None:
    """Run one submission in this process, and end it."""
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[core]})
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    for _, source in read.code_cells:
        if "otter" not in source and "grader." not in source:
            prepared.run(source, 2**20)
    for file in files:
        file.run(prepared.user_ns)
    os._exit(0 if all(file.passed_all for file in files) else 1)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
