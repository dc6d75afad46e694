"""Formulae read aloud."""

import pytest

from question_bank.speech import ALLOWED, Unspeakable, speak, unknown_commands


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        ("n", "n"),
        (r"\eta = 0.01", "eta equals 0.01"),
        ("0.25^{10}", "0.25 to the power 10"),
        (r"9.54 \times 10^{-7}", "9.54 times 10 to the power minus 7"),
        ("x^2", "x squared"),
        (r"\frac{1}{2}", "1 over 2"),
        (r"\frac{a+b}{2}", "the fraction a plus b over 2 end fraction"),
        (r"\sqrt{2}", "the square root of 2"),
        (r"\|g\|", "the norm of g end norm"),
        (r"\hat{m}_t", "m hat sub t"),
        ("W^{(l)}", "W superscript l"),
        (r"h^{\top} W", "h transpose W"),
        (r"\text{fan in}", "fan in"),
        (r"f'(x)", "f prime open parenthesis x close parenthesis"),
        (r"e^{-(a+b)} ", "e to the power minus open parenthesis a plus b close parenthesis "
         "end power"),
    ],
)  # fmt: skip
def test_what_is_said(tex, words):
    assert speak(tex) == words


@pytest.mark.parametrize(
    "tex",
    [r"\begin{pmatrix}1\end{pmatrix}", r"\mathrm{x}", "a}", "{a", r"\frac{1}", "x^", "a+" * 40],
)
def test_what_an_item_must_say_itself(tex):
    with pytest.raises(Unspeakable):
        speak(tex)


def test_every_allowed_command_is_known():
    assert unknown_commands(r"\alpha \frac \odot \, \| \begin") == []
    assert unknown_commands(r"\overbrace{x}") == ["overbrace"]
    assert "mathrm" not in ALLOWED
