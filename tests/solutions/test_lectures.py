"""The six lectures: their structure, that they implement nothing, their build, their execution."""

import ast
import re

import pytest

from solutions.lectures import __main__ as command
from solutions.lectures.build import build, compose, execute, outdated, rendered, sources

# name, minutes, and the key outputs in their order: heading, and what it must show. From the
# course's own description of its notebooks.
LECTURES = {
    "1_vanishing_gradients_demonstration": (
        (20, 25),
        [
            ("Gradient magnitudes: exponential decay", {"image/png"}),
            ("Layer-wise health assessment", {"image/png", "text/html"}),
            ("Mathematical decay progression", {"text/html"}),
        ],
    ),
    "2_gradient_health_monitoring": (
        (25, 30),
        [
            ("Health reports of four networks", {"image/png", "text/html"}),
            ("Gradient statistics compared", {"text/html"}),
            ("Automated diagnosis and recommendations", {"text/html"}),
        ],
    ),
    "3_gradient_explosion_detection": (
        (20, 25),
        [
            ("Explosion alerts", {"image/png", "text/html"}),
            ("Gradient clipping at work", {"image/png", "text/html"}),
            ("Prevention strategies compared", {"image/png", "text/html"}),
        ],
    ),
    "4_activation_functions_analysis": (
        (30, 35),
        [
            ("Mathematical properties", {"text/html"}),
            ("Gradient flow across activations", {"image/png", "text/html"}),
            ("Recommendations", {"text/html"}),
        ],
    ),
    "5_weight_initialization_strategies": (
        (30, 35),
        [
            ("Weight distributions", {"image/png", "text/html"}),
            ("Gradient flow by initialization", {"image/png", "text/html"}),
            ("LSUV: calibration by listening", {"image/png", "text/html"}),
        ],
    ),
    "6_gradient_solutions_summary": (
        (35, 40),
        [
            ("Solution effectiveness: each remedy alone, and all together", {"image/png"}),
            ("A robust network, built and examined", {"image/png", "text/html"}),
            ("Final recommendations", {"text/html"}),
        ],
    ),
}
BY_NAME = {path.stem: path for path in sources()}
EACH = pytest.mark.parametrize("name", LECTURES)


def sections(notebook):
    """Return the cells under each heading of second level: {"1. Title": [cell, ...]}."""
    found, current = {}, None
    for cell in notebook.cells:
        heading = re.match(r"## (.+)", cell.source) if cell.cell_type == "markdown" else None
        if heading:
            current = found.setdefault(heading[1], [])
        if current is not None:
            current.append(cell)
    return found


def offences(source: str) -> list[str]:
    """Return what a lecture must not do itself: define, or import beyond the system."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.While)):
            found.append(f"line {node.lineno}: {type(node).__name__}")
        if isinstance(node, ast.Lambda):  # a call with its arguments filled in, nothing more
            body = node.body.value if isinstance(node.body, ast.Subscript) else node.body
            if not isinstance(body, ast.Call):
                found.append(f"line {node.lineno}: Lambda")
        modules = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            modules = [node.module]
        for module in modules:
            if module.partition(".")[0] not in {"solutions", "numpy", "keras", "collections"}:
                found.append(f"line {node.lineno}: import {module}")
    return found


def test_the_lectures_are_those_of_the_course():
    assert list(BY_NAME) == list(LECTURES)


@EACH
def test_a_lecture_implements_nothing(name):
    assert offences(BY_NAME[name].read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    ["def f(): pass", "class A: pass", "while True: break", "import tensorflow as tf",
     "from matplotlib import pyplot", "f = lambda x: x * 0.25"],
)  # fmt: skip
def test_an_implementation_would_be_found(source):
    assert len(offences(source)) == 1


@EACH
def test_sections_are_numbered_timed_and_ask_the_class(name):
    notebook = compose(BY_NAME[name])
    assert re.match(rf"# Lecture {name[0]} · .+", notebook.cells[0].source)
    minutes = []
    for number, (heading, cells) in enumerate(sections(notebook).items(), start=1):
        assert heading.startswith(f"{number}. "), heading
        line = r"^> \*\*(\d+) min\*\* · \*\*Ask:\*\* (?:[^\n]|\n> )+\?"
        told = re.search(line, cells[0].source, re.M)
        assert told, f"{heading}: no minutes, or no question to the class"
        minutes.append(int(told[1]))
    low, high = LECTURES[name][0]
    assert low <= sum(minutes) <= high


@EACH
def test_a_prediction_stands_before_each_experiment(name):
    for heading, cells in sections(compose(BY_NAME[name])).items():
        kinds = [cell.cell_type for cell in cells]
        if "code" in kinds:
            before = "\n".join(cell.source for cell in cells[: kinds.index("code")])
            assert "**Predict:**" in before, heading


@EACH
def test_key_outputs_are_there_in_order(name):
    headings = [heading.partition(". ")[2] for heading in sections(compose(BY_NAME[name]))]
    wanted = [heading for heading, _ in LECTURES[name][1]]
    assert [heading for heading in headings if heading in wanted] == wanted


@EACH
def test_two_builds_are_equal_and_empty(name):
    assert rendered(BY_NAME[name]) == rendered(BY_NAME[name])
    notebook = compose(BY_NAME[name])
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    assert f"solutions/lectures/{name}.py" in code[0].source


def test_check_finds_what_a_build_would_change(tmp_path):
    assert outdated(tmp_path) == [f"{name}.ipynb" for name in LECTURES]
    paths = build(tmp_path)
    assert outdated(tmp_path) == []
    paths[2].write_text(paths[2].read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert outdated(tmp_path) == [paths[2].name]


def test_the_command_says_how_to_repair(monkeypatch, capsys):
    monkeypatch.setattr(command, "outdated", lambda: ["1_a.ipynb"])
    assert command.main(["build", "--check"]) == 1
    assert "1_a.ipynb" in (error := capsys.readouterr().err)
    assert "python -m solutions.lectures build" in error
    monkeypatch.setattr(command, "outdated", list)
    assert command.main(["build", "--check"]) == 0


def test_an_unknown_lecture_is_refused(capsys):
    assert command.main(["run", "9"]) == 1
    assert "number must be 1 to 6" in capsys.readouterr().err


@pytest.mark.slow
@EACH
def test_a_lecture_runs_and_shows_its_key_outputs(name):
    notebook, seconds = execute(BY_NAME[name])  # raises if a cell does
    print(f"{name}: {seconds:.0f} s")  # two minutes are promised, on an idle machine
    by_heading = {h.partition(". ")[2]: cells for h, cells in sections(notebook).items()}
    for heading, wanted in LECTURES[name][1]:
        outputs = [o for cell in by_heading[heading] for o in cell.get("outputs", [])]
        kinds = {kind for output in outputs for kind in output.get("data", {})}
        assert wanted <= kinds, heading
    images = [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    assert all(image.metadata["image/png"]["alt"] for image in images)
