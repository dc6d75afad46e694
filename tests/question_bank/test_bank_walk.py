"""A teaching assistant's walk: draw, print, mark, read the statistics, draw the make-up."""

import csv
import json

import numpy as np


def test_from_blueprint_to_make_up(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    students = [f"s{n:02d}" for n in range(1, 81)]
    (tmp_path / "class.csv").write_text("\n".join(["register number", *students]))
    drawn = ("draw", "unit_test_1", "--sets", 2, "--seed", 7, "--allow-draft")
    code, out, err = run(*drawn, "--out", "ut1", "--register", "class.csv")
    assert (code, err) == (0, "")
    assert "python -m question_bank undo d001" in out
    form = json.loads((tmp_path / "ut1" / "form.json").read_text())

    rows = list(csv.reader((tmp_path / "ut1" / "marks.csv").open()))
    assert [row[0] for row in rows[1:]] == students
    rng = np.random.default_rng(1)
    ease = {q["id"]: rng.uniform(-1, 1.5) for s in form["sets"].values() for q in s}
    for i, row in enumerate(rows[1:]):
        ability = rng.normal()
        row.append("AB"[i % 2])
        for q in form["sets"][row[1]]:
            p = 1 / (1 + np.exp(-(ability + ease[q["id"]])))
            row.append(f"{rng.binomial(2 * q['marks'], p) / 2:g}")
    with (tmp_path / "filled.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    code, out, err = run("marks", "ut1", "filled.csv")
    assert (code, err) == (0, "")
    assert "Set B: 40 students, 0 absent" in out
    table = list(csv.DictReader((tmp_path / "ut1" / "statistics.csv").open()))
    assert len(table) == 32

    makeup = ("draw", "makeup", "--seed", 7, "--allow-draft", "--out", "makeup")
    code, _, err = run(*makeup)
    assert (code, err) == (0, "")
    again = json.loads((tmp_path / "makeup" / "form.json").read_text())
    used = {q["id"] for s in form["sets"].values() for q in s if q["kind"] != "practical"}
    assert not used & {q["id"] for q in again["sets"]["A"]}

    assert run(*makeup)[::2] == (1, "error: makeup exists; give --out a new folder\n")
    assert run("export", "makeup")[0] == 0
    assert run("undo", "d002")[0] == 0
    assert run("undo", "d002")[0] == 1


def test_wrong_input_is_one_line_and_leaves_nothing(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.jsonl").write_text("{")
    (tmp_path / "bad.yaml").write_text("name: x\ncells: [{count: 1}]\nrules: [{numbr: {}}]\n")
    before = sorted(tmp_path.iterdir())
    draw = ("draw", "quick_quiz", "--seed", 1, "--out", "o", "--allow-draft")
    for arguments, says in (
        (("draw", "quik_quiz", "--seed", 1, "--out", "o"), "no blueprint 'quik_quiz'"),
        (("draw", "bad.yaml", "--seed", 1, "--out", "o"), "did you mean `number`?"),
        ((*draw, "--ledger", "bad.jsonl"), "bad.jsonl:1: not JSON"),
        ((*draw, "--history", "bad.jsonl"), "bad.jsonl:1: no line of a history"),
        ((*draw, "--header", "none.yaml"), "none.yaml"),
        ((*draw, "--register", "none.csv"), "none.csv"),
        (("undo", "d001"), "no ledger ledger.jsonl"),
        (("marks", "nowhere", "m.csv"), "holds no form.json"),
        (("export", "nowhere"), "holds no form.json"),
    ):
        code, _, err = run(*arguments)
        assert code == 1, arguments
        assert says in err
        assert len(err.strip().splitlines()) == 1, err
    left = set(tmp_path.iterdir()) - set(before)
    assert {path.name for path in left} <= {"bad.jsonl.lock"}
