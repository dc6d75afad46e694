"""Figures: drawn from the values, the same bytes twice, legible without colour."""

import pytest

from question_bank.figure import draw_figure
from question_bank.variant import realise

CURVE = "m2-early-stopping-curve"


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_the_same_variant_gives_the_same_bytes(bank, tmp_path, suffix):
    variant = realise(bank[CURVE], 2)
    files = [tmp_path / f"{name}{suffix}" for name in "ab"]
    for file in files:
        draw_figure(variant, file)
    assert files[0].read_bytes() == files[1].read_bytes()
    other = tmp_path / f"c{suffix}"
    draw_figure(realise(bank[CURVE], 3), other)
    assert other.read_bytes() != files[0].read_bytes()


def test_the_alt_text_holds_the_evidence(bank):
    variant = realise(bank[CURVE], 2)
    for name in ("train", "valid"):
        assert all(f"{value:.2g}"[:4] in variant.figure_alt for value in variant.values[name])


def test_a_question_without_a_figure_says_so(bank, tmp_path):
    with pytest.raises(ValueError, match="has no figure"):
        draw_figure(realise(bank["m1-xor-single-perceptron"]), tmp_path / "x.svg")
