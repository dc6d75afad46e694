"""The Unit Test 1 map and the list of messages say what is there and what is missing."""

from __future__ import annotations

import json

import pytest

from autograder import cli, messages, unit_test_map
from autograder.errors import UserError
from autograder.matrix import Matrix, Row
from autograder.weave import check


def test_every_outcome_is_covered_in_both_parts():
    found = unit_test_map.entries([])
    said = unit_test_map.gaps(found)
    assert not [line for line in said if not line.startswith("PO-")]
    for entry in found:
        assert entry.co, entry.token
        assert entry.po, entry.token


def test_a_gap_is_said():
    found = [e for e in unit_test_map.entries(["a08"]) if e.part == "practical"]
    text = unit_test_map.as_text(found)
    assert "LO-2: nothing of part analysis" in text
    assert "LO-5 (Design robust deep architectures): no question" in text
    assert "a08_q6_direction" not in text


def test_the_sums_are_those_of_the_questions(capsys):
    assert cli._exit_code(["map", "a08", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert sum(q["points"] for q in shown["questions"]) == 23
    assert unit_test_map.points(unit_test_map.entries(["a08"]), "outcome") == {
        "LO-1": {"practical": 4.0, "analysis": 0.0},
        "LO-2": {"practical": 17.0, "analysis": 2.0},
    }


def test_an_unknown_assignment_is_named(capsys):
    assert cli._exit_code(["map", "a99"]) == 1
    assert "there is no assignment 'a99'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("**Model answer.** x", "outcome is missing"),
        ("---\noutcome: LO-1\nco: [CO-1]\npo: [PO-1]\n---\nx", "part is missing"),
        ("---\noutcome: [\n---\nx", "its head is no YAML"),
    ],
)
def test_a_marking_scheme_without_its_data_is_refused(tmp_path, monkeypatch, text, said):
    (tmp_path / "a08").mkdir()
    (tmp_path / "a08" / "q6_direction.md").write_text(text)
    monkeypatch.setattr("autograder.house.CHECKS", tmp_path)
    with pytest.raises(UserError, match=said):
        check.read_scheme("a08_q6_direction")


def test_messages_are_listed_with_the_answers_that_bring_them_up():
    read = check.read("a08_q2_clip_by_value")
    failed = {"test_none_public": "keep a None where it is", "test_none_hidden": "secret"}
    rows = [Row("drops_none", "misconception", failed), Row("a liar", "liar", failed)]
    text = messages.as_text([Matrix(read, rows)])
    assert "given to: drops_none\n    keep a None where it is" in text
    assert "no answer of the catalogue fails it" in text
    assert "secret" not in text
    assert "liar" not in text
