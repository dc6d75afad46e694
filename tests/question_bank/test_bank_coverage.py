"""The map: counts add up, and gaps name what is missing."""

from question_bank.coverage import as_text, coverage


def test_every_table_adds_up(bank):
    found = coverage(bank)
    for attribute, counted in found.counts.items():
        assert sum(counted.values()) == found.total or attribute == "status"
    assert sum(found.cells.values()) == found.total
    assert found.total == sum(q.status != "retired" for q in bank)


def test_a_source_closes_its_section_and_no_other(bank):
    question = bank["m1-xor-single-perceptron"]
    uncovered = coverage([question]).uncovered["formative_assessment_1"]
    assert "Q1" not in uncovered
    assert {"Q2", "Q10", "Q11"} <= set(uncovered)


def test_retired_questions_cover_nothing(bank):
    question = bank["m1-xor-single-perceptron"].model_copy(update={"status": "retired"})
    found = coverage([question])
    assert (found.total, found.counts["status"]["retired"]) == (0, 1)
    assert "Q1" in found.uncovered["formative_assessment_1"]


def test_gaps_name_topics_and_the_share_of_l1(bank):
    question = bank["m1-xor-single-perceptron"].model_copy(update={"bloom": "L1"})
    gaps = coverage([question]).gaps
    assert "100% of the marks are at L1; at most 40%" in gaps
    assert "topic a01: 0; 8 to write" in gaps


def test_the_text_has_a_row_for_every_topic(bank):
    text = as_text(coverage(bank), bank)
    for start in ("a01 Vanishing", "a15 Gradient", "g02 ", "all ", "Gaps:"):
        assert any(line.startswith(start) for line in text.splitlines())


def test_practical_questions_say_of_themselves_what_the_map_says():
    """Points stand in the assignments, COs and POs in the check files; the paper prints both."""
    from autograder.unit_test_map import entries
    from question_bank.blueprint import bundled, find_blueprint, load_blueprint

    tasks = [q for name in bundled() for q in load_blueprint(find_blueprint(name)).practical]
    mapped = {entry.token: entry for entry in entries(["a08", "a09"])}
    for task in tasks:
        entry = mapped[task.question]
        assert (task.marks, task.co, tuple(task.po)) == (entry.points, entry.co[0], entry.po)
    assert len(tasks) >= 6
