"""Filling texts: formats, and errors that name the line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.lint.seeding import numbers_in
from question_bank.template import TemplateError, article, fill, sci, short, sig

SIZES = st.floats(1e-11, 1e11).flatmap(lambda x: st.sampled_from([x, -x]))


@given(SIZES, st.integers(2, 6))
@settings(deadline=None, max_examples=200)
def test_what_is_printed_reads_back_to_its_digits(x, digits):
    for write in (sig, sci):
        (back,) = numbers_in(write(x, digits))
        assert back == pytest.approx(x, rel=0.51 * 10 ** (1 - digits))


@given(st.integers(1, 99999), st.integers(-8, 8))
@settings(deadline=None, max_examples=200)
def test_a_short_number_is_printed_whole(mantissa, exponent):
    x = float(f"{mantissa}e{exponent}")
    (back,) = numbers_in(short(x))
    assert back == pytest.approx(x, rel=1e-12)


def test_rounding_may_carry_into_the_next_decade():
    assert sig(0.9996, 3) == "1.00"
    assert sig(99999.9, 3) == r"1.00 \times 10^{5}"
    assert sig(0.0, 3) == "0.00"


@pytest.mark.parametrize("n", range(1, 30))
def test_articles_against_the_spoken_numbers(n):
    vowel = n in (8, 11, 18)  # eight, eleven, eighteen
    assert article(n).startswith("an ") is vowel


def test_tex_braces_and_python_shifts_stay():
    text = r"$\frac{{a}}{b} {% x %} {{n}}$"
    assert fill(text, {"n": 1}) == text


def test_tables_are_built_by_loops():
    text = "<% for a, b in rows %>\n| <<a>> | <<b | fix(1)>> |\n<% endfor %>\nend"
    assert fill(text, {"rows": [[1, 0.5], [2, 0.25]]}) == "| 1 | 0.5 |\n| 2 | 0.2 |\nend"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a\nb <<missing>>", "'missing' is undefined"),
        ("a\nb <<missing | sig(3)>>", "'missing' is undefined"),
        ("a\nb <<x>>", "a float printed as it is"),
        ("a\nb <<v>>", "a list printed as it is"),
        ("a\nb <<x | signif(3)>>", "filters are"),
        ("a\nb <<x | sig(3>>", "filters are"),
        ("a\nb <<-n>>", "would swallow spaces"),
        ("a\nb <<v | sig(3)>>", "mend the << >>"),
    ],
)
def test_an_error_names_the_line(text, says):
    with pytest.raises(TemplateError) as raised:
        fill(text, {"x": 0.5, "v": [0.5]})
    assert says in str(raised.value)
    assert raised.value.line == 2
