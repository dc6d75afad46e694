"""The commands, as a user runs them: output, exit codes, one-line errors."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from question_bank.load import load_item
from question_bank.schema import KINDS

ROOT = Path(__file__).parents[2]
COMMANDS = ["list", "show", "search", "lint", "new", "depth", "map", "draw", "undo", "marks",
            "export"]  # fmt: skip
GOOD = "m2-vanishing-sigmoid-bound"


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(run, command):
    code, out, _ = run(command, "--help")
    assert code == 0
    assert f"python -m question_bank {command}" in " ".join(out.split())


def test_list_filters(run, bank):
    code, out, _ = run("list", "topic=a09", "--json")
    assert code == 0
    listed = {row["id"] for row in json.loads(out)}
    assert listed == {q.id for q in bank if q.topic == "a09"}
    assert run("list", "topic=a09")[1].count("a09 LO-") == len(listed)


def test_show_prints_the_variant_of_the_seed(run):
    code, out, _ = run("show", GOOD, "--seed", 3)
    assert code == 0
    assert "Marking scheme" in out
    assert out != run("show", GOOD, "--seed", 4)[1]
    assert json.loads(run("show", GOOD, "--seed", 3, "--json")[1])["seed"] == 3


def test_search_finds_every_word(run):
    assert GOOD in run("search", "SIGMOID", "derivative")[1]
    assert GOOD not in run("search", "sigmoid", "xor")[1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "m2-vanishing-sigmoid"], f"did you mean {GOOD}"),
        (["show"], "Missing argument"),
        (["list", "topik=a01"], "no attribute 'topik'"),
        (["lint", "m2-none"], "no question 'm2-none'"),
        (["list", "--items", "nowhere"], "is not a folder"),
        (["new", "m3-x", "--topic", "a01"], "unknown module 'm3'"),
        (["new", "m2-x", "--topic", "a77"], "unknown topic 'a77'"),
        (["depth", "none.yaml"], "give the path of a blueprint"),
        (["nothing"], "No such command"),
    ],
)
def test_wrong_input_is_one_line_and_exit_code_1(run, arguments, says):
    code, _, err = run(*arguments)
    assert code == 1
    assert says in err
    assert len(err.strip().splitlines()) == 1


def test_our_own_fault_is_exit_code_2(run, monkeypatch):
    monkeypatch.setattr("question_bank.options.load_bank", lambda items: 1 / 0)
    code, _, err = run("list")
    assert code == 2
    assert "fault of question_bank" in err


def test_a_broken_item_is_told_and_the_rest_is_listed(run, bench):
    bench.copy()
    bench.copy("m1-xor-single-perceptron", ("co: CO-1", "co: CO-9"))
    code, out, err = run("list", "--items", bench.items)
    assert (code, GOOD in out) == (0, True)
    assert err.startswith("items/m1/m1-xor-single-perceptron.yaml:10: co: unknown 'CO-9'")
    code, out, err = run("lint", "--items", bench.items)
    assert (code, "CO-9" in out) == (1, True)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", ["theory", "analysis"])
def test_new_starts_an_item_that_lint_refuses_until_it_is_filled(run, bench, kind, part):
    code, out, _ = run(
        "new", "m2-clip-x", "--topic", "a08", "--kind", kind, "--part", part, "--items", bench.items
    )
    assert code == 0
    file = Path(out.strip())
    assert load_item(file)[1] == []  # it loads as it is
    code, out, _ = run("lint", "--items", bench.items)
    assert code == 1
    assert all(": still TODO" in line for line in out.splitlines() if "TODO" in line)
    file.write_text(filled(file.read_text()))
    assert run("lint", "--items", bench.items)[:2] == (0, "")
    assert run("new", "m2-clip-x", "--topic", "a08", "--items", bench.items)[0] == 1


def filled(text: str) -> str:
    """Fill in the TODOs as a writer would, with plain words."""
    text = text.replace("TODO State one thing", "State one thing about <<n>>" if "<<" in text else
                        "State one thing")  # fmt: skip
    return text.replace("TODO", "words that say it")


def test_map_and_depth_have_json(run, bank):
    assert json.loads(run("map", "--json")[1])["total"] == len(bank)
    plan = ROOT / "question_bank" / "blueprints" / "quick_quiz.yaml"
    assert json.loads(run("depth", plan, "--json")[1])["tests"] >= 1


def test_used_questions_lower_the_depth(run, bank, tmp_path):
    plan = ROOT / "question_bank" / "blueprints" / "quick_quiz.yaml"
    used = tmp_path / "used.txt"
    used.write_text("\n".join(q.id for q in bank if q.part == "analysis"))
    assert json.loads(run("depth", plan, "--used", used, "--json")[1])["tests"] == 0


def test_nothing_of_the_bank_imports_tensorflow_and_listing_not_even_numpy():
    code = (
        "import sys, contextlib, io\n"
        "from question_bank.cli import main\n"
        "def run(*a):\n"
        "    sys.argv = ['question_bank', *a]\n"
        "    with contextlib.redirect_stdout(io.StringIO()): main()\n"
        "run('list')\n"
        "assert not {'numpy', 'jinja2', 'scipy', 'matplotlib'} & set(sys.modules)\n"
        f"run('show', '{GOOD}'); run('lint', '{GOOD}'); run('map')\n"
        "run('depth', 'question_bank/blueprints/quick_quiz.yaml')\n"
        "assert not {'tensorflow', 'keras'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
