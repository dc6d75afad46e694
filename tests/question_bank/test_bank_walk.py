"""A teaching assistant's walk: draw, print, mark, read the statistics, draw the make-up."""

import csv
import json

import numpy as np
import pytest

from question_bank import cli_exam
from question_bank.load import ITEMS
from question_bank.marks.statistics import alpha
from question_bank.render.sheet import columns

RECORDS = ("--ledger", "l.jsonl", "--history", "h.jsonl")


def taken(rng, questions, ease, n, ability=1.0):
    """Marks of an able class, in half marks, shape (n, questions): a share of the maximum that
    grows with ability and ease."""
    p = 1 / (1 + np.exp(-(ability + rng.normal(size=(n, 1)) + [ease[q["id"]] for q in questions])))
    return rng.binomial([int(2 * q["marks"]) for q in questions], p) / 2


def covered(row, name, truth):
    return float(row[f"{name}_low"]) <= truth <= float(row[f"{name}_high"])


def test_from_blueprint_to_make_up(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    students = [f"s{n:03d}" for n in range(1, 161)]
    (tmp_path / "class.csv").write_text("\n".join(["register number", *students]))
    drawn = ("draw", "unit_test_1", "--sets", 2, "--seed", 7, *RECORDS)
    code, out, err = run(*drawn, "--out", "ut1", "--register", "class.csv")
    assert (code, err) == (0, "")
    assert "python -m question_bank undo d001" in out
    form = json.loads((tmp_path / "ut1" / "form.json").read_text())

    header, *rows = csv.reader((tmp_path / "ut1" / "marks.csv").open())
    assert [row[0] for row in rows] == students
    rng = np.random.default_rng(1)
    ease = {q["id"]: rng.uniform(-2, 1) for s in form["sets"].values() for q in s}
    for s, questions in enumerate(form["sets"].values()):
        for row, marks in zip(rows[s::2], taken(rng, questions, ease, 80), strict=True):
            row += ["AB"[s], *(f"{mark:g}" for mark in marks)]
    with (tmp_path / "filled.csv").open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    code, out, err = run("marks", "ut1", "filled.csv", "--history", "h.jsonl")
    assert (code, err) == (0, "")
    assert "Set B: 80 students" in out
    table = list(csv.DictReader((tmp_path / "ut1" / "statistics.csv").open()))
    assert len(table) == 32
    inside = {"facility": 0, "discrimination": 0}
    for name, questions in form["sets"].items():
        many = taken(rng, questions, ease, 100_000)  # the truth: SD of a correlation 0.003
        for j, row in enumerate(r for r in table if r["set"] == name):
            share = many[:, j].mean() / questions[j]["marks"]
            rest = many.sum(axis=1) - many[:, j]
            inside["facility"] += covered(row, "facility", share)
            inside["discrimination"] += covered(
                row, "discrimination", np.corrcoef(many[:, j], rest)[0, 1]
            )
        measured = float(row["alpha"])
        assert measured == pytest.approx(alpha(many).value, abs=0.1)  # SD 0.03 at n = 80
        assert float(row["alpha_low"]) < measured < float(row["alpha_high"])
    # 95 % of 32; a marks file that is read with its columns shifted has under 20
    assert inside["facility"] >= 27
    assert inside["discrimination"] >= 27

    makeup = ("draw", "makeup", "--seed", 7, *RECORDS, "--out", "makeup")
    code, _, err = run(*makeup)
    assert (code, err) == (0, "")
    again = json.loads((tmp_path / "makeup" / "form.json").read_text())
    papers = [*form["sets"].values(), again["sets"]["A"]]
    ids = [q["id"] for paper in papers for q in paper if q["kind"] != "practical"]
    assert len(set(ids)) == len(ids) == 3 * 13
    guessed = [sum(q.get("difficulty", 0) for q in paper) for paper in papers]
    assert max(guessed) - min(guessed) <= 1  # though this class found the first test easy

    assert run(*makeup)[::2] == (1, "error: makeup exists; give --out a new folder\n")
    assert run("marks", "makeup", "filled.csv", "--history", "h.jsonl")[0] == 1
    assert run("export", "makeup")[0] == 0
    assert run("undo", "d002", *RECORDS[:2])[0] == 0
    assert run("undo", "d002", *RECORDS[:2])[0] == 1


def test_records_are_kept_beside_the_bank_by_default():
    """Not in the folder that a command happens to be run from, nor in one that is cleaned."""
    for file in (cli_exam.LEDGER, cli_exam.HISTORY):
        assert file.is_absolute()
        assert file.parent == ITEMS.parent / "records"


def test_wrong_input_is_one_line_and_leaves_nothing(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.jsonl").write_text("{")
    (tmp_path / "folder").mkdir()
    form = {"format": 1, "draw": "d001", "register": [], "header": {"test": "T", "marks": 2}}
    form["sets"] = {"A": [{"number": 1, "id": "q", "marks": 2}]}
    (tmp_path / "form.json").write_text(json.dumps(form))
    (tmp_path / "good.csv").write_text(",".join(columns(form)) + "\ns1,A,2\n")
    (tmp_path / "bad.yaml").write_text("name: x\ncells: [{count: 1}]\nrules: [{numbr: {}}]\n")
    before = sorted(tmp_path.iterdir())
    draw = ("draw", "quick_quiz", "--seed", 1, *RECORDS, "--out", "o")
    for arguments, says in (
        (("draw", "quik_quiz", *draw[2:]), "no blueprint 'quik_quiz'"),
        (("draw", "bad.yaml", *draw[2:]), "did you mean `number`?"),
        ((*draw, "--ledger", "bad.jsonl"), "bad.jsonl:1: not JSON"),
        ((*draw, "--history", "bad.jsonl"), "bad.jsonl:1: no line of a history"),
        ((*draw, "--header", "none.yaml"), "none.yaml"),
        ((*draw, "--register", "none.csv"), "none.csv"),
        (("undo", "d001", "--ledger", "none.jsonl"), "no ledger none.jsonl"),
        (("marks", "nowhere", "m.csv"), "holds no form.json"),
        (("marks", ".", "m.csv"), "m.csv: no such file"),
        (("marks", ".", "m.csv", "--register", "none.csv"), "none.csv: no such file"),
        (("marks", ".", "good.csv", "--history", "folder"), "folder: Is a directory; give a"),
        (("marks", ".", "good.csv", "--history", "good.csv/h"), "give a place that can be"),
        (("export", "nowhere"), "holds no form.json"),
    ):
        code, _, err = run(*arguments)
        assert code == 1, arguments
        assert says in err
        assert len(err.strip().splitlines()) == 1, err
    left = set(tmp_path.iterdir()) - set(before)
    assert {path.name for path in left} <= {"bad.jsonl.lock"}
