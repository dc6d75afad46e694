"""The commands, as a user runs them: output, exit codes, one-line errors."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from question_bank.draw.solve import NotProved
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


def test_map_and_depth_have_json(run, bank, tmp_path):
    assert json.loads(run("map", "--json")[1])["total"] == len(bank)
    none = ("--ledger", tmp_path / "none")
    assert json.loads(run("depth", "quick_quiz", *none, "--json")[1])["tests"] >= 1


def test_used_questions_lower_the_depth(run, bank, tmp_path):
    analysis = [q.id for q in bank if q.part == "analysis"]
    used, ledger = tmp_path / "used.txt", tmp_path / "ledger.jsonl"
    used.write_text("\n".join(analysis))
    ledger.write_text(json.dumps({"draw": "d001", "sets": {"A": analysis}}) + "\n")
    for options in (("--used", used, "--ledger", tmp_path / "none"), ("--ledger", ledger)):
        assert json.loads(run("depth", "quick_quiz", *options, "--json")[1])["tests"] == 0


def test_the_help_of_draw_shows_each_kind_of_rule_as_it_is_written(run):
    from question_bank.blueprint import Rule

    shown = re.findall(r"^ *(\{.*\})(?:  |$)", run("draw", "--help")[1], re.MULTILINE)
    rules = [Rule.model_validate(yaml.safe_load(example)) for example in shown]
    assert [rule.kind for rule in rules] == list(Rule.model_fields)[:8]


@pytest.fixture
def draw(run, tmp_path, monkeypatch):
    """Draw a quiz in an empty folder, unprinted; return exit code, output and error output."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("question_bank.render.render", lambda form, folder: None)

    def call(*options, out="quiz"):
        records = ("--ledger", "ledger.jsonl", "--history", "history.jsonl")
        return run("draw", "quick_quiz", "--seed", 1, *records, "--out", out, *options)

    return call


def test_a_draw_says_what_it_did(draw):
    code, out, err = draw()
    assert (code, err) == (0, "")
    assert re.search(r"^Set A: m\d-", out, re.MULTILINE)
    assert "d001 in ledger.jsonl, a new ledger; files in quiz" in out
    assert "d002 in ledger.jsonl; files in again" in draw(out="again")[1]


def test_weak_spots_raise_the_share_and_say_by_how_much(draw, tmp_path):
    head = "student,status,a08_q3_clip_by_global_norm"
    (tmp_path / "grades.csv").write_text(f"{head}\ns1,ok,0\ns2,ok,1\ns3,invalid_submission,0\n")
    code, out, err = draw("--weak-spots", ".")
    assert (code, err) == (0, "")
    said = re.search(r"weak spots: (\d+) of 10 questions \(a08 x \1\), (\d+) without", out)
    assert int(said[1]) > int(said[2])
    entry = json.loads((tmp_path / "ledger.jsonl").read_text())
    assert entry["weak_spots"] == {"drawn": int(said[1]), "without": int(said[2])}
    (tmp_path / "grades.csv").write_text(f"{head}\ns1,ok,5\ns3,invalid_submission,0\n")
    assert "weak spots: none in this run" in draw("--weak-spots", ".", out="again")[1]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--ledger", "."), ". is a folder; give a file"),
        (("--ledger", "file/ledger"), "file: File exists"),
        (("--history", "."), "Is a directory"),
        (("--out", "file/quiz"), "Not a directory"),
        (("--out", "file"), "file exists; give --out a new folder"),
        (("--header", "."), "Is a directory"),
        (("--weak-spots", "nowhere"), "nowhere/grades.csv: No such file or directory"),
    ],
)
def test_files_that_cannot_be_used_are_one_line(draw, tmp_path, options, says):
    (tmp_path / "file").write_text("")
    code, _, err = draw(*options)
    assert code == 1
    assert says in err
    assert len(err.strip().splitlines()) == 1
    left = {path.name for path in tmp_path.iterdir()}
    assert {name for name in left if not name.endswith(".lock")} == {"file"}


def test_a_draw_that_is_not_proved_best_is_one_line(draw, monkeypatch):
    def late(model):
        raise NotProved("no draw proved best within 60 s; ask for fewer sets")

    monkeypatch.setattr("question_bank.draw.run.optimum", late)
    assert draw()[::2] == (1, "error: no draw proved best within 60 s; ask for fewer sets\n")


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
