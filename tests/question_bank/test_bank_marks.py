"""Marks: read with every bad cell named; statistics against simulation and hand arithmetic."""

import csv
import itertools
from dataclasses import replace

import numpy as np
import pytest
from openpyxl import Workbook

from question_bank.blueprint import find_blueprint, load_blueprint
from question_bank.draw.ledger import Ledger
from question_bank.draw.run import Request, choose
from question_bank.form import load_header
from question_bank.marks import history as past
from question_bank.marks.difficulty import measured_difficulty
from question_bank.marks.read import BadMarks, read_marks
from question_bank.marks.report import COLUMNS, evaluate
from question_bank.marks.sitting import Measured, Paper, Sitting
from question_bank.marks.statistics import (
    LEAST,
    alpha,
    discrimination,
    facility,
    flags,
    items,
    pooled_alpha,
)
from question_bank.render.sheet import columns, read_register

QUESTIONS = 10


def question(n, version=1):
    return {"number": n, "id": f"m1-q{n}", "version": version, "marks": 2, "difficulty": 3}


@pytest.fixture
def form():
    sets = {name: [question(n + 10 * i) | {"number": n} for n in range(1, QUESTIONS + 1)]
            for i, name in enumerate("AB")}  # fmt: skip
    head = {"test": "T", "marks": 20}
    return {"format": 1, "draw": "d001", "seed": 1, "header": head, "register": [], "sets": sets}


def sheet(folder, form, rows, suffix=".csv", more=()):
    """Write a filled sheet; ``more`` are columns that somebody added to its header."""
    file = folder / f"marks{suffix}"
    header = [*columns(form), *more]
    if suffix == ".csv":
        with file.open("w", newline="") as target:
            csv.writer(target).writerows([header, *rows])
    else:
        book = Workbook()
        for row in [header, *rows]:
            book.active.append(row)
        book.save(file)
    return file


def row(name="s01", set_="A", *marks):
    return [name, set_, *marks, *([1] * (QUESTIONS - len(marks)))]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_whole_and_half_marks_absent_and_not_attempted(form, tmp_path, suffix):
    rows = [row("s01", "A", 0, 0.5, 2, "-"), row("s02", "b", *["AB"] * QUESTIONS)]
    one, two = read_marks(sheet(tmp_path, form, rows, suffix), form).scripts
    assert [one.marks[f"m1-q{n}"] for n in (1, 2, 3, 4, 5)] == [0, 0.5, 2, None, 1]
    assert (two.set, two.absent, two.marks) == ("B", True, {})


def test_an_absent_student_needs_no_set(form, tmp_path):
    file = sheet(tmp_path, form, [row("s01", "A"), ["s02", "", "AB"], ["s03", "", "ab"]])
    assert [s.absent for s in read_marks(file, form).scripts] == [False, True, True]
    report = evaluate(form, file, tmp_path / "h", tmp_path)
    assert "1 students, 2 absent" in report
    assert "Set B: no students" in report


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_columns_on_the_right_are_named_and_not_read(form, tmp_path, suffix):
    plain = read_marks(sheet(tmp_path, form, [row()], suffix), form)
    rows = [[*row(), 99, "", "late"], ["", "", ""]]
    more = ["Total", "", "Remarks", "", ""]
    extended = read_marks(sheet(tmp_path, form, rows, suffix, more), form)
    assert extended.scripts == plain.scripts
    assert plain.notes == []
    assert extended.notes == ["not read: column Total, N, Remarks"]


def test_students_without_a_row_are_named(form, tmp_path):
    file = sheet(tmp_path, form, [row("S02")])
    assert read_marks(file, form, ["s01", "s02", "s03"]).notes == [
        "2 of the register have no row: s01 s03"
    ]
    assert read_marks(file, form, ["s02"]).scripts[0].register_number == "s02"


def test_marks_of_another_draw_are_refused(form, tmp_path):
    """Also where another ledger gave it the same name: the header holds a hash of the form."""
    for other in (form | {"draw": "d002"}, form | {"seed": 2}):
        file = sheet(tmp_path, other, [row()])
        with pytest.raises(
            BadMarks, match=r"B1: the marks are for d00.-....,.*folder of d001-....;"
        ):
            read_marks(file, form)
    (tmp_path / "own.csv").write_text("register_number,set,Q1\ns01,A,2\n")
    with pytest.raises(BadMarks, match="row 1 must read register_number,set of d001-"):
        read_marks(tmp_path / "own.csv", form)


def test_a_register_is_read_from_csv_and_xlsx(tmp_path):
    book = Workbook()
    for cells in (["register number", "name"], [2111030.5, "x"], [2111031, "y"], [None, "z"]):
        book.active.append(cells)
    book.save(tmp_path / "class.xlsx")
    assert read_register(tmp_path / "class.xlsx") == ["2111030.5", "2111031"]
    (tmp_path / "class.csv").write_text("RA1\nra1\n")
    with pytest.raises(ValueError, match="RA1 is there 2 times"):
        read_register(tmp_path / "class.csv")


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
        ([row(), row("S01")], "A3: s01 is in row 2 too"),
        ([[*row(), 2]], "M2: stands right of the last column"),
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
    file = sheet(tmp_path, form, rows)
    with pytest.raises(BadMarks) as raised:
        evaluate(form, file, tmp_path / "h", tmp_path)
    assert says in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1
    assert [p.name for p in tmp_path.iterdir()] == [file.name]


def test_all_bad_cells_are_named_at_once(form, tmp_path):
    rows = [row("s01", "A", 9), row("s02", "Z"), row("s01", "A")]
    with pytest.raises(BadMarks) as raised:
        read_marks(sheet(tmp_path, form, rows), form)
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
    assert abs(r) < 0.03  # SD 0.007
    assert np.corrcoef(marks[:, 0], total)[0, 1] == pytest.approx(10**-0.5, abs=0.03)


def test_equal_marks_have_an_interval_and_no_discrimination():
    p = facility(2.0, 0.0, 40, 2)
    assert (p.value, p.high) == (1, 1)
    assert 0.9 < p.low < 0.95  # Wilson: 40 / (40 + 1.96^2) = 0.912
    assert discrimination(np.ones(40), np.arange(40.0)) is None
    r = items(np.full((40, 2), 2.0), ["a", "b"], [2.0, 2.0])[0].discrimination
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


def test_pooled_alpha_holds_the_truth_as_often_as_it_says(truth):
    """Two sittings of 40 students, 600 times: SD of the rate 0.9 %; bounds at five of them."""
    rng = np.random.default_rng(8)
    inside = 0
    for _ in range(600):
        sittings = [simulate(rng, 40, SLOPES, DIFFICULTIES) for _ in range(2)]
        pool = pooled_alpha([(alpha(marks).value, 40) for marks in sittings], QUESTIONS)
        inside += pool.low <= truth[2] <= pool.high
    assert 0.90 <= inside / 600 <= 0.99


# --- history


def sitting(form, folder, rng, n=60, section="s"):
    """Simulate 2n students, half of them in set A; return the marks of those, and the report."""
    marks = simulate(rng, 2 * n, SLOPES, DIFFICULTIES)
    rows = [[f"{section}{i:03d}", "AB"[i % 2], *map(float, m)] for i, m in enumerate(marks)]
    report = evaluate(form, sheet(folder, form, rows), folder / "h", folder)
    return marks[::2], report


@pytest.mark.parametrize("other", [{}, {"draw": "d002"}, {"seed": 2}])
def test_sittings_are_pooled_exactly(form, tmp_path, other):
    """Two sections of one draw, and two draws."""
    rng = np.random.default_rng(5)
    first, alone = sitting(form, tmp_path, rng)
    second, report = sitting(form | other, tmp_path, rng, n=20, section="t")
    both = np.concatenate([first, second])
    pooled = past.pooled(past.read(tmp_path / "h"), "m1-q3", 1)
    expected = facility(both[:, 2].mean(), both[:, 2].std(ddof=1), len(both), 2)
    assert (pooled.n, pooled.sittings) == (80, 2)
    assert pooled.facility == pytest.approx(expected, rel=1e-9)
    assert past.pooled(past.read(tmp_path / "h"), "m1-q3", 2) is None
    assert "Set A: 20 students" in report
    assert "over all sittings" in report
    assert "over all sittings" not in alone
    with (tmp_path / "statistics.csv").open() as file:
        row = list(csv.DictReader(file))[2]
    assert set(row) == set(COLUMNS)
    for name in ("facility", "discrimination"):
        cells = [float(row[f"pooled_{name}{end}"]) for end in ("", "_low", "_high")]
        assert cells == pytest.approx(getattr(pooled, name), rel=1e-3)
    parts = [alpha(marks).value for marks in (first, second)]
    mean = np.average(np.log1p(-np.array(parts)), weights=[58, 18])
    expected = parts[1] if other else 1 - np.exp(mean)  # another draw is another set of questions
    assert float(row["pooled_alpha"]) == pytest.approx(expected, rel=1e-3)


def test_reading_the_same_marks_again_changes_nothing(form, tmp_path):
    sitting(form, tmp_path, np.random.default_rng(6))
    before = past.read(tmp_path / "h")
    _, report = sitting(form, tmp_path, np.random.default_rng(6))
    assert past.read(tmp_path / "h") == before
    assert "read before; they replace" in report
    assert len((tmp_path / "h").read_text().splitlines()) == 2


def test_a_corrected_sheet_counts_once_and_a_shared_student_is_refused(form, tmp_path):
    def read(*names):
        rows = [row(name) for name in names]
        evaluate(form, sheet(tmp_path, form, rows), tmp_path / "h", tmp_path)
        return past.pooled(past.read(tmp_path / "h"), "m1-q1", 1).n

    assert read("s1", "s2", "s3") == 3
    assert read("s1", "s2", "s3", "s4") == 4  # one was forgotten
    assert read("s1", "s2", "s33", "S4") == 4  # a number was wrong
    assert read("t1", "t2") == 6
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(BadMarks, match="csv: s1: in the marks of 4 students that were read before"):
        read("u1", "u2", "s1")
    del before[tmp_path / "marks.csv"]
    assert {file: file.read_bytes() for file in before} == before
    assert read("s1", "s2", "s33", "s4", "t1", "t2") == 6  # both sections in one sheet
    assert b"s33" not in (tmp_path / "h").read_bytes()


def test_a_history_that_cannot_be_written_leaves_nothing(form, tmp_path, run):
    file = sheet(tmp_path, form, [row()])
    (tmp_path / "folder").mkdir()
    for history in (tmp_path / "folder", file / "h"):
        with pytest.raises(OSError):
            evaluate(form, file, history, tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {"folder", file.name}
    evaluate(form, file, tmp_path / "h", tmp_path)
    (tmp_path / "statistics.csv").unlink()
    (tmp_path / "statistics.csv").mkdir()
    with pytest.raises(OSError):  # the table cannot take its place
        evaluate(form, file, tmp_path / "h", tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {"folder", file.name, "h", "statistics.csv"}


def test_a_history_without_a_last_newline_is_kept(form, tmp_path):
    sitting(form, tmp_path, np.random.default_rng(6), n=4)
    (tmp_path / "h").write_bytes((tmp_path / "h").read_bytes().rstrip(b"\n"))
    sitting(form, tmp_path, np.random.default_rng(7), n=4, section="t")
    assert len(past.read(tmp_path / "h")) == 2


# --- difficulty

NUMBER = itertools.count()


def measured(questions, facilities, n):
    """Return a sitting of one set: these questions were answered with these facilities."""
    items = [
        Measured(q.id, n, 2 * p, 0.5, 2, 0, 0.4, version=q.version, difficulty=q.difficulty)
        for q, p in zip(questions, facilities, strict=True)
    ]
    students = [f"s{next(NUMBER)}" for _ in range(n)]
    return Sitting("f", "d001", "T", students, {"A": Paper(n, 0.7, items)})


def logistic(x):
    return 1 / (1 + np.exp(-x))


def test_difficulty_by_hand(bank, tmp_path):
    """n = 30 weighs the guess as much as the marks; p = 1/2 and 3/4 lie ln 3 apart, so with
    guesses 2 and 3 the marks say 2.5 -+ ln(3) / 2, but for half a student in 30."""
    easy = next(q for q in bank if q.difficulty == 2)
    hard = next(q for q in bank if q.difficulty == 3)
    past.append(tmp_path / "h", measured([easy, hard], [0.75, 0.5], LEAST))
    half = np.log(23 / 8) / 2  # (22.5 + 0.5) / (7.5 + 0.5), against (15 + 0.5) / (15 + 0.5)
    found = measured_difficulty(bank, tmp_path / "h")
    assert found == pytest.approx(
        {easy.id: (2 + 2.5 - half) / 2, hard.id: (3 + 2.5 + half) / 2}, rel=1e-12
    )
    assert measured_difficulty(bank, tmp_path / "none") == {}
    stale = measured([easy], [0.1], 90).sets["A"].items[0]
    older = Sitting("g", "d001", "T", ["x"], {"A": Paper(90, 0.7, [replace(stale, version=99)])})
    past.append(tmp_path / "old", older)
    assert measured_difficulty(bank, tmp_path / "old") == {}


def test_measured_difficulty_does_not_depend_on_the_class(bank, tmp_path):
    """True difficulties are the guesses plus noise; classes of 400 at -1.5, 0 and 1.5 SD."""
    questions = list(bank)[:40]
    rng = np.random.default_rng(9)
    true = np.array([q.difficulty + rng.normal(0, 0.5) for q in questions])
    found = []
    for ability in (-1.5, 0, 1.5):
        p = logistic(ability + rng.normal(size=(400, 1)) + 3 - true)
        file = tmp_path / f"h{ability}"
        past.append(file, measured(questions, (rng.binomial(4, p) / 4).mean(axis=0), 400))
        difficulty = measured_difficulty(bank, file)
        found.append(np.array([difficulty[q.id] for q in questions]))
    for one in found:
        assert abs(one.mean() - np.mean([q.difficulty for q in questions])) < 0.1
        assert np.corrcoef(one, true)[0, 1] > 0.9
        assert abs(one - found[1]).max() < 0.6  # SD of a logit at n = 400 is 0.1 or less
        assert abs(one - true).max() < 1.2


def test_few_marks_move_the_guess_little_and_many_replace_it(bank, tmp_path):
    questions = list(bank)[:10]
    shift = []
    for n in (3, 3000):
        file = tmp_path / f"h{n}"
        past.append(file, measured(questions, [0.2, *[0.6] * 9], n))
        shift.append(measured_difficulty(bank, file)[questions[0].id] - questions[0].difficulty)
    mean = np.mean([q.difficulty for q in questions])
    limit = min(max(mean + 0.9 * (np.log(1.5) + np.log(4)), 1), 5) - questions[0].difficulty
    assert abs(shift[0]) < 0.25 * abs(limit)
    assert shift[1] == pytest.approx(limit, rel=0.05)


@pytest.fixture(scope="module")
def unit_test(bank, tmp_path_factory):
    """The questions of a Unit Test 1 with two sets, and the ledger that has it."""
    book = Ledger(tmp_path_factory.mktemp("unit_test") / "l")
    papers = choose(bank, ask("unit_test_1", 2), book)
    book.append({"draw": "d001", "sets": {s: [q.id for q in qs] for s, qs in papers.items()}})
    return papers, book


def ask(name, sets, **options):
    return Request(load_blueprint(find_blueprint(name)), sets, 3, load_header(), **options)


@pytest.mark.parametrize("ability", [-1.5, 0, 1.5])
def test_a_makeup_is_as_hard_as_the_test_whatever_the_class(bank, tmp_path, unit_test, ability):
    """By the writers' guesses, which the class does not move; 1 is the draw's own window."""
    papers, book = unit_test
    rng = np.random.default_rng(10)
    for asked in papers.values():
        true = np.array([q.difficulty + rng.normal(0, 0.7) for q in asked])
        p = logistic(ability + rng.normal(size=(60, 1)) + 3 - true)
        past.append(tmp_path / "h", measured(asked, (rng.binomial(4, p) / 4).mean(axis=0), 60))
    difficulty = measured_difficulty(bank, tmp_path / "h")
    assert len(difficulty) == 26
    for asked in papers.values():
        guessed = sum(q.difficulty for q in asked)
        assert sum(difficulty[q.id] for q in asked) == pytest.approx(guessed, abs=0.5)
    again = choose(bank, ask("makeup", 1, difficulty=difficulty), book)
    sums = [sum(q.difficulty for q in qs) for qs in (*papers.values(), *again.values())]
    assert max(sums) - min(sums) <= 1


def test_a_line_that_is_none_of_a_history_is_named(bank, tmp_path):
    past.append(tmp_path / "bad", measured(list(bank)[:2], [0.5, 0.5], 4))
    good = (tmp_path / "bad").read_bytes()
    for line in (b"{}", b"\xff", b'{"draw": "d001"}'):
        (tmp_path / "bad").write_bytes(good + line)
        with pytest.raises(ValueError, match="bad:2: no line of a history; restore it"):
            measured_difficulty(bank, tmp_path / "bad")
