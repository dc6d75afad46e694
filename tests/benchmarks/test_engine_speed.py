"""How fast grading is, as ratios within one run: against the floor and against ``otter run``.

Prints what it is; asserts no time. ``make benchmarks`` runs it on two cores in about five minutes.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from autograder.house import BUILD, ROOT
from autograder.weave import build
from tests.submissions import fill

pytestmark = [pytest.mark.benchmark, pytest.mark.slow]
LOOPS, COUNT, OTTER_COUNT = 2, 24, 4


def light(folder: Path) -> Path:
    """Return a light Keras notebook: clipping, all right, without the cell that trains for long."""
    made = fill.fill(fill.blank("a08"), fill.reference("a08"))
    made["cells"] = [c for c in made["cells"] if "deep_linear_run" not in "".join(c["source"])]
    return fill.save(made, folder / "a08_gradient_clipping.ipynb")


def the_floor(path: Path) -> float:
    """Return the seconds of the bare forks, two loops at a time."""
    words = [sys.executable, "-m", "tests.benchmarks.floor", str(path), str(COUNT), str(LOOPS)]
    with subprocess.Popen(
        words, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout.readline() == "ready\n"
        out, _ = process.communicate("\n")
    return json.loads(out)


def ours(path: Path, folder: Path) -> tuple[float, Counter]:
    """Return the seconds of ``grade --jobs 2`` once its template is warm, and where they went."""
    from autograder.engine.run import Options, Run

    for number in range(COUNT):
        target = folder / "class" / f"s{number:02}" / path.name
        target.parent.mkdir(parents=True)
        target.write_bytes(path.read_bytes())
    run = Run(Options(folder / "class", folder / "out", LOOPS, seed=1))
    starts: list[float] = []
    parts: Counter = Counter()

    def done(result) -> None:
        assert result.status == "ok", result
        parts.update(result.seconds)

    work = run._work

    def timed(template):
        starts.append(time.perf_counter())
        yield from work(template)

    run._work = timed
    run.grade(done, lambda _: None)
    return time.perf_counter() - starts[0], parts


def otter(path: Path, folder: Path) -> float:
    """Return the seconds of two parallel loops of ``otter run``."""
    build.build(["a08"], lambda _: None)
    archive = BUILD / "autograder" / "a08_gradient_clipping.zip"

    def loop(number: int) -> None:
        for turn in range(number, OTTER_COUNT, LOOPS):
            place = folder / f"otter{turn}"
            place.mkdir()
            words = ["run", str(path), "-a", str(archive), "--no-logo"]
            subprocess.run(
                [sys.executable, "-m", "otter", *words], cwd=place, check=True, capture_output=True
            )

    start = time.perf_counter()
    with ThreadPoolExecutor(LOOPS) as pool:
        list(pool.map(loop, range(LOOPS)))
    return time.perf_counter() - start


def test_speed(tmp_path):
    path = light(tmp_path)
    floor = the_floor(path)
    mine, parts = ours(path, tmp_path)
    theirs = otter(path, tmp_path)
    per_floor, per_mine = floor * LOOPS / COUNT, mine * LOOPS / COUNT
    per_theirs = theirs * LOOPS / OTTER_COUNT
    beyond = f"{per_mine / per_floor:.2f}x the floor, {per_mine - per_floor:+.2f} s"
    print(f"""
one submission, seconds on its core, {LOOPS} at a time (a08, solved, light)
  the floor (bare fork)   {per_floor:6.2f}
  grade                   {per_mine:6.2f}   {beyond}
  otter run               {per_theirs:6.2f}   {per_theirs / per_mine:.1f}x grade
submissions per minute: grade {60 * LOOPS / per_mine:.0f}, otter run {60 * LOOPS / per_theirs:.1f}
where the time of grade goes: {", ".join(f"{k} {v / COUNT:.2f}" for k, v in parts.items())}
""")
