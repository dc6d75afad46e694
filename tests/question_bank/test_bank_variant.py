"""Variants: one computation, its own stream for each question, errors with their line."""

import json

import pytest

from question_bank.load import load_item
from question_bank.show import as_data, as_text
from question_bank.variant import DrawError, draw, realise

GOOD = "m2-vanishing-sigmoid-bound"


def spoiled(bench, *edits):
    question, faults = load_item(bench.copy(GOOD, *edits))
    assert not faults
    return question


def test_the_same_seed_gives_the_same_variant(bank):
    for question in bank:
        assert as_data(realise(question, 5)) == as_data(realise(question, 5))


def test_text_and_key_come_from_one_computation(bank):
    variant = realise(bank[GOOD], 3)
    assert variant.key == 0.25 ** variant.values["n"]
    assert f"{variant.values['n']} sigmoid layers" in variant.statement
    assert variant.answer != bank[GOOD].answer


def test_questions_of_one_seed_draw_different_streams(bank, bench):
    other = spoiled(bench, (f"id: {GOOD}", "id: m2-other"))
    ours = [draw(bank[GOOD], seed)[0]["n"] for seed in range(30)]
    assert ours != [draw(other, seed)[0]["n"] for seed in range(30)]
    assert set(ours) == set(range(4, 13))  # both ends; P(one value missing) < 9 (8/9)^30 = 26 %


def test_values_are_plain_data(bank):
    for question in bank:
        json.dumps(realise(question, 2).values, allow_nan=False)


def test_real_parameters_lie_on_their_grid(bench):
    question = spoiled(
        bench, ("n: {integer: [4, 12]}", "n: {real: [0.1, 0.5], step: 0.1}"),
        ('<<n | plural("sigmoid layer")>>', "layers"), ('<<n | plural("layer")>>', "layers"),
        ("^{<<n>>}", ""),
    )  # fmt: skip
    drawn = {draw(question, seed)[0]["n"] for seed in range(60)}
    assert drawn == {0.1, 0.2, 0.3, 0.4, 0.5}


@pytest.mark.parametrize(
    ("edit", "path", "line_holds", "says"),
    [
        (('"bound": slope**n,', '"bound": 1 / 0,'), ("generator",), "1 / 0", "ZeroDivisionError"),
        (("slope = 0.25", "slope = = 0.25"), ("generator",), "= = ", "invalid syntax"),
        (("def draw(rng, n)", "def drow(rng, n)"), ("generator",), "generator", "no `draw`"),
        (("def draw(rng, n)", "def draw(rng, m)"), ("generator",), None, "argument"),
        (("      slope = 0.25", '    reject("never")\n      slope = 0.25'), ("generator",), None,
         "mend the Python"),
        (("      slope = 0.25", '      reject("never")\n      slope = 0.25'), ("generator",), None,
         "rejects 200 draws in a row, last: never"),
        (("together can", "<<m>> together can"), ("statement",), "<<m>>", "'m' is undefined"),
    ],
)  # fmt: skip
def test_an_error_leads_to_its_line(bench, edit, path, line_holds, says):
    question = spoiled(bench, edit)
    with pytest.raises(DrawError) as raised:
        realise(question, 1)
    assert raised.value.path == path
    assert says in str(raised.value)
    if line_holds:
        bank = bench.load()
        fault = bank.fault(GOOD, raised.value.path, str(raised.value), raised.value.offset)
        lines = bank.files[GOOD].read_text().splitlines()
        assert line_holds in lines[fault.line - 1]


def test_show_prints_statement_answer_scheme_and_misconceptions(bank):
    text = as_text(realise(bank[GOOD], 3))
    for heading in ("Answer", "Marking scheme", "Misconceptions", "half:", "accept:", "tell:"):
        assert heading in text
    assert "<<" not in text


def test_every_formula_has_alt_text(bank):
    for question in bank:
        alt = as_data(realise(question))["alt"]
        assert all(alt.values()), question.id
