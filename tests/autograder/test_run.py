"""A class is graded as an instructor does it: by command, stopped, killed, gone on with."""

from __future__ import annotations

import csv
import html
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.house import ROOT
from tests.submissions import fill

pytestmark = pytest.mark.slow
HEAVY = "import time\ntime.sleep(1.0)\n"


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "autograder", *map(str, words)]


def run(*words: object, **options) -> subprocess.CompletedProcess:
    made = subprocess.run(
        command(*words), cwd=ROOT, capture_output=True, text=True, check=False, **options
    )
    print(made.stdout, made.stderr)
    return made


def rows(out: Path) -> list[dict[str, str]]:
    with open(out / "grades.csv", newline="") as file:
        return list(csv.DictReader(file))


def a_class(folder: Path, students: int) -> Path:
    for number in range(1, students + 1):
        made = fill.fill(fill.blank("a08"), {})
        fill.add(made, HEAVY)
        fill.save(made, folder / f"s{number:02}" / "a08_gradient_clipping.ipynb")
    return folder


def journal(out: Path) -> dict[str, tuple[str, float]]:
    try:
        with sqlite3.connect(f"file:{out / 'journal.sqlite'}?mode=ro", uri=True) as database:
            query = "SELECT student, graded_at, score FROM results"
            return {student: (at, score) for student, at, score in database.execute(query)}
    except sqlite3.OperationalError:
        return {}


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_stopped_goes_on_where_it_was(tmp_path, ending):
    submissions, out = a_class(tmp_path / "class", 7), tmp_path / "graded"
    words = command("grade", submissions, "--out", out, "--jobs", 2)
    first = subprocess.Popen(
        words, cwd=ROOT, start_new_session=True, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 120
    while len(journal(out)) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    first.send_signal(ending)
    first.wait(60)
    before = journal(out)
    assert 2 <= len(before) < 7, first.stderr.read()
    assert not _templates(out)
    second = run("grade", submissions, "--out", out, "--jobs", 2)
    assert second.returncode == 0
    assert f"{len(before)} of 7 submissions are graded already" in second.stderr
    after = journal(out)
    assert len(after) == len(rows(out)) == 7
    assert {student: after[student] for student in before} == before
    third = run("grade", submissions, "--out", out, "--jobs", 2)
    assert "7 of 7 submissions are graded already" in third.stderr
    assert journal(out) == after


def _templates(out: Path, seconds: float = 10.0) -> list[str]:
    """Return template processes that nobody is the parent of any more."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        listing = subprocess.run(
            ["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True
        ).stdout.splitlines()
        left = [line for line in listing if "template.py" in line and line.split()[1] in ("1", "0")]
        if not left:
            return []
        time.sleep(0.2)
    return left


@pytest.fixture(scope="module")
def the_class(tmp_path_factory):
    """The bundled class, graded once as ``make demo`` does it."""
    from tests.submissions.__main__ import make

    folder = tmp_path_factory.mktemp("class")
    make(folder / "class")
    words = ("--jobs", 2, "--seed", 1, "--cell-seconds", 20, "--memory-gib", 2)
    made = run("grade", folder / "class", "--out", folder / "graded", *words)
    assert made.returncode == 0
    return folder, made


EXPECTED = {
    "s01": "ok", "s02": "ok", "s03": "ok", "s04": "ok", "s05": "failed", "s06": "failed",
    "s07": "failed", "s08": "failed", "s09": "failed", "s10": "error", "s11": "timeout",
    "s12": "memory", "s13": "killed", "s14": "invalid_submission", "s15": "invalid_submission",
    "s16": "ok",
}  # fmt: skip


def test_every_student_of_the_class_gets_the_right_status(the_class):
    folder, _ = the_class
    found = {row["student"]: row["status"] for row in rows(folder / "graded")}
    assert found == EXPECTED


def test_the_scores_of_the_class(the_class):
    folder, _ = the_class
    found = {row["student"]: row for row in rows(folder / "graded")}
    for student, status in EXPECTED.items():
        score, possible = float(found[student]["score"]), float(found[student]["possible"])
        if status in ("ok", "error", "timeout", "memory", "killed"):
            assert score == possible > 0, student  # the rest of the notebook was right
        elif student in ("s09", "s14", "s15"):
            assert score == 0, student
        else:
            assert 0 < score < possible, student
    assert found["s05"]["a08_q3_clip_by_global_norm"] == "4"
    assert found["s05"]["a08_q1_global_norm"] == "4"
    assert found["s05"]["a09_q1_sgd"] == "" if "a09_q1_sgd" in found["s05"] else True


def test_the_unanswered_notebook_meets_only_its_stubs(the_class):
    folder, _ = the_class
    with sqlite3.connect(folder / "graded" / "journal.sqlite") as database:
        query = "SELECT result FROM results WHERE student = 's09'"
        result = json.loads(database.execute(query).fetchone()[0])
    messages = [case["message"] for question in result["questions"] for case in question["cases"]]
    assert messages
    assert all(message.startswith("NotImplementedError: a09_q") for message in messages)
    assert result["problems"] == []


def test_the_report_is_whole_and_shows_where_it_is(the_class):
    folder, made = the_class
    page = (folder / "graded" / "report.html").read_text()
    for student in EXPECTED:
        assert f"<td>{student}</td>" in page
    assert "http" not in page
    assert str(folder / "graded" / "report.html") in made.stdout.replace("\n", "")
    assert "16 submissions" in made.stdout


def test_executed_notebooks_are_kept_with_figures(the_class):
    folder, _ = the_class
    path = folder / "graded" / "notebooks" / "s02" / "a08_gradient_clipping.ipynb"
    cells = json.loads(path.read_text())["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    assert any("image/png" in output.get("data", {}) for output in outputs)
    assert any("All test cases passed" in str(output.get("text")) for output in outputs)


def test_grading_the_class_twice_gives_the_same_scores(the_class, tmp_path):
    folder, _ = the_class
    words = ("--jobs", 2, "--seed", 1, "--cell-seconds", 20, "--memory-gib", 2)
    for student in ("s11", "s12"):  # these take their limits' time
        shutil.copytree(folder / "class" / student, tmp_path / "aside" / student)
    again = tmp_path / "again"
    assert run("grade", folder / "class", "--out", again, *words).returncode == 0
    keys = [key for key in rows(again)[0] if key not in ("message",)]
    first, second = rows(folder / "graded"), rows(again)
    assert [[r[k] for k in keys] for r in first] == [[r[k] for k in keys] for r in second]


def test_mistakes_are_named_in_the_results_the_report_and_the_notebook(the_class):
    folder, _ = the_class
    with open(folder / "graded" / "mistakes.csv", newline="") as file:
        named = {(row["student"], row["misconception"]): row for row in csv.DictReader(file)}
    assert {name for student, name in named if student == "s05"} == {"per_tensor"}
    assert {name for student, name in named if student == "s06"} == {
        "float32_squares",
        "spike_lifts_its_limit",
    }
    assert {student for student, _ in named} == {"s05", "s06", "s07", "s08"}
    sentence = named["s05", "per_tensor"]["sentence"]
    assert sentence in html.unescape((folder / "graded" / "report.html").read_text())
    notebook = folder / "graded" / "notebooks" / "s05" / "a08_gradient_clipping.ipynb"
    outputs = [o for c in json.loads(notebook.read_text())["cells"] for o in c.get("outputs", [])]
    assert sum(sentence in o.get("text", "") for o in outputs) == 1


def test_nothing_is_written_outside_of_out(the_class):
    folder, _ = the_class
    assert {path.name for path in folder.iterdir()} == {"class", "graded"}
    names = {path.name for path in (folder / "graded").iterdir()}
    assert {"grades.csv", "mistakes.csv", "report.html", "notebooks", "journal.sqlite"} <= names
    assert names <= {"grades.csv", "mistakes.csv", "report.html", "notebooks"} | {
        f"journal.sqlite{ending}" for ending in ("", "-wal", "-shm")
    }


def test_without_bubblewrap_grade_refuses_and_says_what_to_install(tmp_path):
    a_class(tmp_path / "class", 1)
    words = ("grade", tmp_path / "class", "--out", tmp_path / "out")
    environment = {**os.environ, "PATH": str(Path(sys.executable).parent)}
    made = run(*words, env=environment)
    assert made.returncode == 1
    assert "apt-get install bubblewrap" in made.stderr
    assert "--isolation process" in made.stderr
    made = run(*words, "--isolation", "process", env=environment)
    assert made.returncode == 0
    assert rows(tmp_path / "out")[0]["isolation"] == "process"
    assert "without a sandbox" in made.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("grade", "nowhere", "--out", "x"), "no such folder"),
        (("grade", ".", "--out", "x", "--jobs", "0"), "--jobs must be at least 1"),
        (("grade", ".", "--out", "x", "--isolation", "none"), "'sandbox' or 'process'"),
        (("grade", ".", "--out", "x", "--assignment", "a77"), "no assignment 'a77'"),
        (("grade", ".",), "Missing option '--out'"),
        (("build", "a77"), "no assignment 'a77'"),
        (("checks", "a77"), "no assignment 'a77'"),
        (("frobnicate",), "No such command"),
    ],
)  # fmt: skip
def test_bad_words_give_one_line_and_exit_1(tmp_path, words, said):
    fill.save(fill.blank("a08"), tmp_path / "s01.ipynb")
    made = subprocess.run(
        command(*words), cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert made.returncode == 1
    assert said in made.stderr
    assert len(made.stderr.strip().splitlines()) == 1
