"""The weave: what it makes, that it makes it twice alike, and what it says of a faulty source."""

from __future__ import annotations

import ast
import io
import json
import re
import shutil
import zipfile

import pytest

from autograder import house, unit_test_map
from autograder.errors import UserError
from autograder.weave import build, check, master, portable, solution, source

IDS = sorted(house.assignment_folders())


@pytest.fixture(scope="module")
def built():
    return {key: build.weave(folder) for key, folder in house.assignment_folders().items()}


@pytest.mark.parametrize("key", IDS)
def test_the_committed_notebook_is_current(built, key):
    one = built[key]
    assert one.notebook_path.read_bytes() == one.notebook, (
        f"run: python -m autograder build {key}, and commit the result"
    )


@pytest.mark.parametrize("key", IDS)
def test_two_builds_are_equal(built, key):
    again = build.weave(house.assignment_folders()[key])
    assert again.notebook == built[key].notebook
    assert again.archive == built[key].archive


@pytest.mark.parametrize("key", IDS)
def test_the_notebook_holds_no_solution_and_no_hidden_check(built, key):
    text = built[key].notebook.decode()
    cells = source.read(house.assignment_folders()[key] / "source.py")
    shown = "\n".join(map(_shown, cells))  # what the notebook shows on purpose
    for cell in cells:
        if "solution" in cell.asks:
            for line in _secret_lines(solution.find(cell.asks["solution"], "").text, shown):
                assert json.dumps(line)[1:-1] not in text, line
        if "question" in cell.asks:
            for case in check.read(cell.asks["question"]).cases:
                assert (case.function in text) is not case.hidden
    assert "_hidden" not in text
    assert "BEGIN SOLUTION" not in text


IDIOM = "with tf.GradientTape() as tape:"  # the probes of checks open tapes too
REGION = re.compile(r"# BEGIN SOLUTION\n(.*?)# END SOLUTION", re.S)


def _shown(cell: source.Cell) -> str:
    """Return a cell's own text, what it gives, or what stands around a solution's regions."""
    if "given" in cell.asks:
        return solution.find(cell.asks["given"], "").text
    if "solution" in cell.asks:
        return REGION.sub("", solution.find(cell.asks["solution"], "").text)
    return cell.text


def _secret_lines(text: str, shown: str) -> list[str]:
    """Return the lines of the marked regions that are telling: long, and shown nowhere else."""
    lines = [line.strip() for region in REGION.findall(text) for line in region.splitlines()]
    return [line for line in lines if len(line) > 30 and line not in (shown + IDIOM)]


def test_a_line_of_a_solution_is_secret_unless_the_notebook_shows_it():
    text = """
def f(x):
    # BEGIN SOLUTION
    a_telling_line = x + 1 - 2 * x ** 3
    x = a_function_that_is_shown(y, z)
    # END SOLUTION
"""
    secret = ["a_telling_line = x + 1 - 2 * x ** 3"]
    assert _secret_lines(text, "x = a_function_that_is_shown(y, z)") == secret


@pytest.mark.parametrize("key", IDS)
def test_every_stub_names_its_question(built, key):
    cells = json.loads(built[key].notebook)["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    stubs = [c for c in code if "# YOUR CODE HERE" in "".join(c["source"])]
    assert len(stubs) >= 4
    for cell in stubs:
        text = "".join(cell["source"])
        defined = _functions(ast.parse(text))
        said = re.findall(r"raise NotImplementedError\((.*)\)", text)
        assert len(said) == text.count("# YOUR CODE HERE")
        for message in map(ast.literal_eval, said):
            token, _, name = message.partition(": ")
            assert re.fullmatch(rf"{key}_q\d+_\w+", token)
            assert name in defined, f"{message}: the student sees no {name} in this cell"


def _functions(tree: ast.Module) -> set[str]:
    """Return the functions that a cell defines, and its classes' methods as Class.method."""
    found = set()
    for node in ast.walk(tree):
        prefix = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef):
                found.add(prefix + child.name)
    return found


def test_what_a_solution_defines_inside_is_no_name_for_its_stub():
    text = '''
class Layer:
    def call(self, x):
        """Return f(x)."""
        # BEGIN SOLUTION
        def secret(x):
            return x
        return secret(x)
        # END SOLUTION
'''
    found = solution.Solution("solutions.f:Layer", house.ROOT / "f.py", 1, text)
    made = solution.master_text(found, "a08_q1_f")
    assert 'NotImplementedError("a08_q1_f: Layer.call")' in made


@pytest.mark.parametrize("key", IDS)
def test_the_closing_names_the_course_outcomes_that_the_questions_declare(key):
    text = (house.assignment_folders()[key] / "source.py").read_text(encoding="utf-8")
    _, _, closing = text.partition("## What you can now do")
    declared = {co for entry in unit_test_map.entries([key]) for co in entry.co}
    assert set(re.findall(r"CO-\d+", closing)) == declared


@pytest.mark.parametrize("key", IDS)
def test_the_archive_holds_what_otter_needs(built, key):
    with zipfile.ZipFile(io.BytesIO(built[key].archive)) as archive:
        names = archive.namelist()
        assert {"otter_config.json", "run_autograder", "setup.sh"} <= set(names)
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        tests = [name for name in names if name.startswith("tests/")]
        assert len(tests) >= 4
        assert all("autograder" not in archive.read(name).decode() for name in tests)


def test_a_portable_check_stands_alone():
    read = check.read("a08_q5_training_loop")
    whole, public = portable.whole(read), portable.public(read)
    assert "from autograder" not in whole
    assert "def by_hand" in whole  # the oracle of the hidden cases
    assert "def by_hand" not in public
    assert "def draw" not in public
    for text in (whole, public):
        exec(compile(text, "check", "exec"), {})


def test_probes_are_found():
    assert set(check.read("a08_q5_training_loop").probes()) == {"train", "training_flags"}


@pytest.fixture
def assignment(tmp_path, monkeypatch):
    """A copy of a08 with its checks, whose texts a test may spoil."""
    folder, checks = tmp_path / "a08_gradient_clipping", tmp_path / "checks"
    shutil.copytree(house.assignment_folders()["a08"], folder)
    shutil.copytree(house.CHECKS, checks)
    monkeypatch.setattr(house, "CHECKS", checks)

    def spoil(old: str, new: str, file: str = "source.py"):
        path = folder / file if file == "source.py" else checks / "a08" / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))
        return folder / "source.py"

    return spoil


@pytest.mark.parametrize(
    ("old", "new", "file", "said"),
    [
        ("points=4", "points=3", "source.py", r"source.py:\d+: .* worth 3 here.* add up to 4"),
        ("question=", "questoin=", "source.py", r"source.py:\d+: unknown key 'questoin'"),
        (" points=4", "", "source.py", r"source.py:\d+: .* needs points=N"),
        (
            "a08_q1_global_norm",
            "a09_q1_x",
            "source.py",
            r"source.py:\d+: 'a09_q1_x' is no question",
        ),
        (
            "clipping:global_norm",
            "clipping:norm",
            "source.py",
            r"source.py:\d+: .* defines no norm",
        ),
        ("clipping:global_norm", "cliping:x", "source.py", r"source.py:\d+: .* no module"),
        ('solution="solutions.clipping:global_norm"', "", "source.py", r"has no solution= cell"),
        ("a08_q2_clip_by_value", "a08_q2_other", "source.py", r"a08_q2_other has no checks"),
        ("a08_q2_clip_by_value", "a08_q1_global_norm", "source.py", r"already in line"),
        ("import tensorflow as tf", "", "source.py", r"uses 'tf'"),
        ("# %%\nimport math", "# %%\n# BEGIN SOLUTION", "source.py", r"a source holds none"),
        ("import math", "import math math", "source.py", r"source.py:\d+: line 1"),
        ('name = "a08_q1', 'name = "a08_q9', "q1_global_norm.py", r"q1_global_norm.py: its name"),
        ("OK_FORMAT = False", "", "q1_global_norm.py", r"OK_FORMAT = False"),
        ("section =", "sektion =", "q1_global_norm.py", r"section is missing"),
        ("_public(", "_pubic(", "q1_global_norm.py", r"q1_global_norm.py:\d+: call it"),
        ("@graded(", "@grade(", "q1_global_norm.py", r"q1_global_norm.py:\d+: .* no @graded"),
        ("points=0.5", "points=half", "q1_global_norm.py", r"q1_global_norm.py:\d+: write @graded"),
        ("import numpy", "import import", "q1_global_norm.py", r"q1_global_norm.py:\d+: "),
    ],
)
def test_a_fault_is_named_with_file_and_line(assignment, old, new, file, said):
    with pytest.raises(UserError, match=said):
        master.compose(assignment(old, new, file))


def test_a_check_without_a_question_is_an_orphan(assignment, tmp_path):
    path = assignment("import math", "import math")
    (tmp_path / "checks" / "a08" / "q9_extra.py").write_text("")
    with pytest.raises(UserError, match=r"q9_extra.py: .* has no question a08_q9_extra"):
        master.compose(path)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("# BEGIN SOLUTON\n    return 1\n    # END SOLUTION", r"f.py:3: '# BEGIN SOLUTON'"),
        ("# BEGIN SOLUTION\n    return 1", r"f.py:1: BEGIN SOLUTION without END"),
        ("return 1\n    # END SOLUTION", r"f.py:4: END without BEGIN"),
        ("# BEGIN SOLUTION\n    # BEGIN SOLUTION\n    return 1", r"f.py:4: a second BEGIN"),
        ("return 1", r"f.py:1: f has no '# BEGIN SOLUTION'"),
    ],
)
def test_a_marker_fault_is_named_with_file_and_line(tmp_path, monkeypatch, body, said):
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "f.py").write_text(f'def f():\n    """One."""\n    {body}\n')
    monkeypatch.setattr(solution, "ROOT", tmp_path)
    with pytest.raises(UserError, match=said):
        solution.master_text(solution.find("solutions.f:f", "here"), "a08_q1_f")


def test_stale_is_told_with_the_command_that_repairs(monkeypatch, tmp_path, capsys):
    from autograder import cli

    folder = tmp_path / "a08_gradient_clipping"
    shutil.copytree(house.assignment_folders()["a08"], folder)
    (folder / "a08_gradient_clipping.ipynb").write_text("{}")
    monkeypatch.setattr(build, "assignment_folders", lambda: {"a08": folder})
    assert cli._exit_code(["build", "--check"]) == 1
    assert "python -m autograder build a08" in capsys.readouterr().err


def test_the_release_is_all_that_a_student_needs():
    names = {path.name for path in build.release().iterdir()}
    notebooks = {f"{folder.name}.ipynb" for folder in house.assignment_folders().values()}
    assert names == {"README.md", "requirements.txt"} | notebooks
