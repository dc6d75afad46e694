"""Marks: read with every bad cell named; statistics against simulation and hand arithmetic."""

import csv
import json

import numpy as np
import pytest
from openpyxl import Workbook

from question_bank.marks import history as past
from question_bank.marks.read import BadMarks, read_marks
from question_bank.marks.report import evaluate
from question_bank.marks.statistics import LEAST, alpha, discrimination, facility, flags, items

QUESTIONS = 10


def question(n, version=1):
    return {"number": n, "id": f"m1-q{n}", "version": version, "marks": 2}


@pytest.fixture
def form():
    sets = {name: [question(n + 10 * i) | {"number": n} for n in range(1, QUESTIONS + 1)]
            for i, name in enumerate("AB")}  # fmt: skip
    head = {"test": "T", "marks": 20}
    return {"format": 1, "draw": "d001", "seed": 1, "header": head, "register": [], "sets": sets}


HEADER = ["register_number", "set", *(f"Q{n}" for n in range(1, QUESTIONS + 1))]


def sheet(folder, rows, suffix=".csv"):
    file = folder / f"marks{suffix}"
    if suffix == ".csv":
        with file.open("w", newline="") as target:
            csv.writer(target).writerows([HEADER, *rows])
    else:
        book = Workbook()
        for row in [HEADER, *rows]:
            book.active.append(row)
        book.save(file)
    return file


def row(name="s01", set_="A", *marks):
    return [name, set_, *marks, *([1] * (QUESTIONS - len(marks)))]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_whole_and_half_marks_absent_and_not_attempted(form, tmp_path, suffix):
    rows = [row("s01", "A", 0, 0.5, 2, "-"), row("s02", "b", *["AB"] * QUESTIONS)]
    one, two = read_marks(sheet(tmp_path, rows, suffix), form)
    assert [one.marks[f"m1-q{n}"] for n in (1, 2, 3, 4, 5)] == [0, 0.5, 2, None, 1]
    assert (two.set, two.absent, two.marks) == ("B", True, {})


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([row("s01", "A", 2.5)], "C2: 2.5 is not between 0 and 2; correct it"),
        ([row("s01", "A", 1, -1)], "D2: -1 is not between 0 and 2"),
        ([row("s01", "A", 0.3)], "C2: 0.3 is no whole or half mark"),
        ([row("s01", "A", "one")], "C2: 'one' is no mark"),
        ([row("s01", "A", "nan")], "C2: nan is not between"),
        ([row("s01", "A", "")], "C2: is empty; write a number"),
        ([row("s01", "D")], "B2: no set 'D'; write one of A B"),
        ([row(), row()], "A3: s01 is in row 2 too"),
        ([row("")], "A2: is empty; write the register number"),
        ([row("s99")], "A2: s99 is not in the register"),
        ([row("s01", "A", "AB", 2)], "D2: '2' in the row of an absent student"),
        ([], "holds no marks"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_written(form, tmp_path, rows, says):
    form["register"] = ["s01", "s02"]
    if says.startswith("D2: '2'"):
        rows = [["s01", "A", "AB", 2, *["AB"] * 8]]
    file = sheet(tmp_path, rows)
    with pytest.raises(BadMarks) as raised:
        evaluate(form, file, tmp_path / "h", tmp_path)
    assert says in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1
    assert [p.name for p in tmp_path.iterdir()] == [file.name]


def test_all_bad_cells_are_named_at_once(form, tmp_path):
    with pytest.raises(BadMarks) as raised:
        read_marks(sheet(tmp_path, [row("s01", "A", 9), row("s02", "Z"), row("s01", "A")]), form)
    assert [line.split(": ")[1] for line in str(raised.value).splitlines()] == ["C2", "B3", "A4"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a,b\n1,2\n", b""])
def test_a_file_that_is_no_sheet(form, tmp_path, content):
    for name in ("m.csv", "m.xlsx", "m.txt", "none.csv"):
        if name != "none.csv":
            (tmp_path / name).write_bytes(content)
        with pytest.raises(BadMarks) as raised:
            read_marks(tmp_path / name, form)
        assert "\n" not in str(raised.value)


# --- statistics


def simulate(rng, n, slopes, difficulties):
    """Graded responses: 0, 0.5 ... 2 marks from ability, slope and difficulty; shape (n, k)."""
    ability = rng.normal(size=(n, 1))
    p = 1 / (1 + np.exp(-slopes * (ability - difficulties)))
    return rng.binomial(4, p) / 2


SLOPES = np.linspace(0.6, 2.0, QUESTIONS)
DIFFICULTIES = np.linspace(-1.5, 1.5, QUESTIONS)[::-1]


@pytest.fixture(scope="module")
def truth():
    """The population values, from 200,000 simulated students: SD of a correlation 0.002."""
    big = simulate(np.random.default_rng(0), 200_000, SLOPES, DIFFICULTIES)
    total = big.sum(axis=1)
    r = [np.corrcoef(big[:, j], total - big[:, j])[0, 1] for j in range(QUESTIONS)]
    return big.mean(axis=0) / 2, np.array(r), alpha(big).value


def test_simulated_parameters_are_within_their_intervals(truth):
    """Of 95 % intervals, 95 % hold the truth: 400 x 10 of them, so SD of the rate about 0.5 %.

    Fisher's interval assumes normal marks; these have five steps, so the bound is wider for it.
    """
    rng = np.random.default_rng(1)
    inside = np.zeros(3)
    runs = 400
    for _ in range(runs):
        marks = simulate(rng, 60, SLOPES, DIFFICULTIES)
        measured = items(marks, [str(j) for j in range(QUESTIONS)], [2.0] * QUESTIONS)
        for j, item in enumerate(measured):
            inside[0] += item.facility.low <= truth[0][j] <= item.facility.high
            inside[1] += item.discrimination.low <= truth[1][j] <= item.discrimination.high
        a = alpha(marks)
        inside[2] += a.low <= truth[2] <= a.high
    rate = inside / (runs * np.array([QUESTIONS, QUESTIONS, 1]))
    assert 0.93 <= rate[0] <= 0.97
    assert 0.91 <= rate[1] <= 0.98
    assert 0.91 <= rate[2] <= 0.99


def test_alpha_by_hand():
    """Marks (0,0), (1,2), (2,1): variances 1 and 1; totals 0, 3, 3 with variance 3.

    alpha = 2/1 (1 - 2/3) = 2/3.
    """
    assert alpha(np.array([[0, 0], [1, 2], [2, 1.0]])).value == pytest.approx(2 / 3, rel=1e-12)


def test_alpha_of_equal_items_is_one():
    column = np.random.default_rng(2).normal(size=(50, 1))
    assert alpha(np.repeat(column, 4, axis=1)).value == pytest.approx(1, rel=1e-12)


def test_discrimination_leaves_the_item_itself_out():
    """For independent items the item-rest correlation is 0; with the total it would be 0.3."""
    marks = np.random.default_rng(3).integers(0, 3, size=(20_000, 10)).astype(float)
    total = marks.sum(axis=1)
    r = discrimination(marks[:, 0], total - marks[:, 0])
    assert abs(r.value) < 0.03  # SD 0.007
    assert np.corrcoef(marks[:, 0], total)[0, 1] == pytest.approx(10**-0.5, abs=0.03)


def test_equal_marks_have_an_interval_and_no_discrimination():
    p = facility(2.0, 0.0, 40, 2)
    assert (p.value, p.high) == (1, 1)
    assert 0.9 < p.low < 0.95  # Wilson: 40 / (40 + 1.96^2) = 0.912
    r = discrimination(np.ones(40), np.arange(40.0))
    assert np.isnan(r.value)
    assert (r.low, r.high) == (-1, 1)


def test_flags_need_the_whole_interval_and_enough_students():
    rng = np.random.default_rng(4)
    ability = rng.normal(size=80)
    good = (ability[:, None] + rng.normal(size=(80, 6)) > 0) * 2.0
    marks = np.column_stack([good, 2 - good[:, 0], np.zeros(80), np.full(80, 2.0), good[:, 1]])
    marks[:30, 9] = np.nan
    found = {i.id: flags(i.n, i.facility, i.discrimination, i.left_out)
             for i in items(marks, [f"q{j}" for j in range(10)], [2.0] * 10)}  # fmt: skip
    assert any("check the key" in flag for flag in found["q6"])
    assert found["q7"] == ["very hard"]
    assert found["q8"] == ["very easy"]
    assert "often left out" in found["q9"]
    assert found["q2"] == []
    few = items(marks[: LEAST - 1], [f"q{j}" for j in range(10)], [2.0] * 10)[7]
    assert flags(few.n, few.facility, few.discrimination, 0) == ["no verdict below n = 30"]


# --- history


def sitting(form, folder, rng, n=60, draw="d001"):
    marks = simulate(rng, 2 * n, SLOPES, DIFFICULTIES)
    rows = [[f"s{i:03d}", "AB"[i % 2], *map(float, m)] for i, m in enumerate(marks)]
    report = evaluate(form | {"draw": draw}, sheet(folder, rows), folder / "h", folder)
    return marks[::2], report


def test_sittings_are_pooled_exactly(form, tmp_path):
    rng = np.random.default_rng(5)
    first, _ = sitting(form, tmp_path, rng)
    second, report = sitting(form, tmp_path, rng, n=20, draw="d002")
    both = np.concatenate([first, second])
    pooled = past.pooled(past.read(tmp_path / "h"), "m1-q3", 1)
    expected = facility(both[:, 2].mean(), both[:, 2].std(ddof=1), len(both), 2)
    assert (pooled.n, pooled.sittings) == (80, 2)
    assert pooled.facility == pytest.approx(expected, rel=1e-9)
    assert past.pooled(past.read(tmp_path / "h"), "m1-q3", 2) is None
    assert "Set A: 20 students, 0 absent" in report


def test_reading_the_same_marks_again_changes_nothing(form, tmp_path):
    sitting(form, tmp_path, np.random.default_rng(6))
    before = past.read(tmp_path / "h")
    sitting(form, tmp_path, np.random.default_rng(6))
    assert past.read(tmp_path / "h") == before
    assert len((tmp_path / "h").read_text().splitlines()) == 2 * len(before)


def test_measured_difficulty_replaces_the_guess_of_later_draws(bank, tmp_path):
    q = next(iter(bank))
    line = {"draw": "d1", "seed": 1, "set": "A", "id": q.id, "version": q.version, "n": 40,
            "mean": 0.5, "sd": 0.5, "most": 2, "left_out": 0, "r": 0.4}  # fmt: skip
    past.append(tmp_path / "h", [line])
    assert past.measured_difficulty(bank, tmp_path / "h") == {q.id: 5 - 4 * 0.25}
    past.append(tmp_path / "few", [line | {"n": LEAST - 1}])
    assert past.measured_difficulty(bank, tmp_path / "few") == {}
    (tmp_path / "bad").write_text(json.dumps(line) + "\n{}\n")
    with pytest.raises(ValueError, match="bad:2: no line of a history"):
        past.measured_difficulty(bank, tmp_path / "bad")
