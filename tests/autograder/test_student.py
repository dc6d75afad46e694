"""The student's way: open, meet the stubs, fill in, check, export, hand in. And plain Otter's way.

All of it uses Jupyter's own machinery and Otter as it is installed; only the last step is ours.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from autograder import house
from autograder.engine import assignment
from autograder.engine.judge import Judge
from autograder.engine.limits import Limits
from autograder.intake import notebook as intake
from autograder.weave import build
from tests.engine import text_of
from tests.submissions import fill

pytestmark = pytest.mark.slow
IDS = sorted(house.assignment_folders())


def run_in_jupyter(path: Path) -> nbformat.NotebookNode:
    """Run a notebook as Jupyter does, in its own folder, and save it with its outputs."""
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=180, allow_errors=True, resources=resources).execute()
    nbformat.write(notebook, path)
    return notebook


def texts(notebook: nbformat.NotebookNode) -> str:
    parts = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            parts.append(output.get("text", ""))
            parts.append(output.get("data", {}).get("text/plain", ""))
    return "\n".join(parts)


def errors(notebook: nbformat.NotebookNode) -> list[str]:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [f"{o.ename}: {o.evalue}" for o in outputs if o.output_type == "error"]


@pytest.fixture(scope="module", params=IDS)
def released(request, tmp_path_factory):
    """The released folder, as a student has it, and one assignment in it."""
    folder = tmp_path_factory.mktemp("student")
    shutil.copytree(build.release(), folder / "release")
    name = house.assignment_folders()[request.param].name
    return request.param, folder / "release" / f"{name}.ipynb"


def test_the_untouched_notebook_only_says_what_is_to_be_written(released, template):
    key, path = released
    result, said = judged(template, key, path)
    assert result.problems == []
    assert (result.score, result.status) == (0.0, "failed")
    assert re.search(rf"NotImplementedError: {key}_q\d", said)
    assert {c.message.partition(":")[0] for q in result.questions for c in q.cases} == {
        "NotImplementedError"
    }


def test_the_untouched_notebook_runs_in_jupyter_and_only_its_stubs_raise(tmp_path):
    name = house.assignment_folders()["a08"].name
    shutil.copytree(build.release(), tmp_path / "release")
    done = run_in_jupyter(tmp_path / "release" / f"{name}.ipynb")
    assert errors(done) == []
    said = texts(done)
    assert "All test cases passed" not in said
    kinds = set(re.findall(r"\n\s+([A-Z]\w+(?:Error|Exception)): ", said))
    assert kinds == {"NotImplementedError"}


def test_the_filled_notebook_passes_exports_and_is_graded_full(released, tmp_path, template):
    key, original = released
    path = tmp_path / original.name
    fill.save(fill.fill(json.loads(original.read_text()), fill.reference(key)), path)
    done = run_in_jupyter(path)
    assert errors(done) == []
    questions = [c for c in done.cells if c.source.startswith("grader.check(")]
    assert texts(done).count("All test cases passed!") == len(questions) >= 4
    (exported,) = tmp_path.glob("*.zip")
    with zipfile.ZipFile(exported) as archive:
        assert path.name in archive.namelist()
    result, _ = judged(template, key, exported)
    assert result.score == result.possible > 0
    assert result.status == "ok"


def judged(template, key: str, path: Path):
    """Return the result of a notebook or an exported zip, and all that its cells said."""
    judge = Judge(template, assignment.load()[key], intake.read(path)[0], Limits())
    judge.run()
    said = "\n".join(text_of(outputs) for outputs in judge.executed.values())
    return judge.result(student="s01", file=path.name), said


def test_the_exported_zip_is_graded_full_by_the_command(tmp_path):
    name = house.assignment_folders()["a08"].name
    path = fill.save(
        fill.fill(fill.blank("a08"), fill.reference("a08")), tmp_path / f"{name}.ipynb"
    )
    run_in_jupyter(path)
    (exported,) = tmp_path.glob("*.zip")
    (tmp_path / "class" / "s01").mkdir(parents=True)
    shutil.move(exported, tmp_path / "class" / "s01")
    result = graded(tmp_path)
    assert result["score"] == result["possible"] > 0
    assert result["status"] == "ok"


def graded(folder: Path) -> dict:
    """Grade the one submission in a folder with our command."""
    words = ["grade", str(folder / "class"), "--out", str(folder / "out"), "--jobs", "1", "--json"]
    made = subprocess.run(
        [sys.executable, "-m", "autograder", *words],
        cwd=house.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    (result,) = json.loads(made.stdout)
    return result


def otter_run(submission: Path, archive: Path, folder: Path) -> dict[str, float]:
    """Grade with plain ``otter run``; return the score of each question."""
    made = subprocess.run(
        [sys.executable, "-m", "otter", "run", str(submission), "-a", str(archive), "--no-logo"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr[-2000:]
    tests = json.loads((folder / "results.json").read_text())["tests"]
    return {test["name"]: test["score"] for test in tests if "max_score" in test}


def wrong_answers(key: str) -> dict[str, str]:
    """Return the right answers but for one misconception in each question."""
    answers = fill.reference(key)
    for folder in sorted(house.MISCONCEPTIONS.glob(f"{key}_q*")):
        answers |= fill.catalogued(folder.name, sorted(folder.glob("*.py"))[1].stem)
    return answers


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        *(("a08", "right"), ("a08", "wrong"), ("a08", "unanswered")),
        *((key, "wrong") for key in ("a02", "a09")),
    ],
)
def test_plain_otter_gives_the_same_score(key, kind, tmp_path):
    build.build([key], lambda _: None)
    answers = {"right": fill.reference, "wrong": wrong_answers, "unanswered": lambda _: {}}[kind]
    name = house.assignment_folders()[key].name
    filled = fill.save(fill.fill(fill.blank(key), answers(key)), tmp_path / "x" / f"{name}.ipynb")
    exported = tmp_path / "class" / "s01" / f"{name}.zip"
    exported.parent.mkdir(parents=True)
    with zipfile.ZipFile(exported, "w") as archive:  # as grader.export() packs it
        archive.write(filled, f"{name}.ipynb")
    archive = house.BUILD / "autograder" / f"{name}.zip"
    theirs = otter_run(exported, archive, tmp_path)
    ours = graded(tmp_path)
    assert {q["token"]: q["score"] for q in ours["questions"]} == theirs
    total = sum(theirs.values())
    assert {"right": total == ours["possible"], "wrong": 0 < total < ours["possible"],
            "unanswered": total == 0}[kind]  # fmt: skip
