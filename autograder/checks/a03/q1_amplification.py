"""a03_q1_amplification: what random layers do to the size of a signal."""

import math

from autograder.kit import draw, expect, expect_hidden, graded

OK_FORMAT = False
name = "a03_q1_amplification"
section = "1. How an avalanche grows"
outcome, co, po, part = "LO-1", ["CO-1"], ["PO-1", "PO-2"], "practical"


@graded("one layer multiplies by the standard deviation times the root of the inputs", points=0.5)
def test_gain_public(layer_gain):
    expect(
        "layer_gain(stddev=3.0, fan_in=16)",
        layer_gain(3.0, 16),
        12.0,  # 3 * sqrt(16)
        "sixteen independent terms of either sign partly cancel: their sum grows by the root of "
        "16, not by 16. And 3 is the standard deviation, not the variance.",
    )


@graded("one layer, other weights and widths", points=0.5, hidden=True)
def test_gain_hidden(layer_gain):
    rng = draw("gain")
    about = "The gain of one layer is off; read section 1 again."
    for _ in range(3):
        stddev, fan_in = float(rng.uniform(1.5, 4.0)), int(rng.integers(20, 900))
        # the mean square of a sum of independent terms is the sum of their mean squares
        mean_square = sum(stddev**2 for _ in range(fan_in))
        expect_hidden(layer_gain(stddev, fan_in), math.sqrt(mean_square), about)


@graded("each layer multiplies once more", points=0.5)
def test_growth_public(explosion_growth):
    expect(
        "explosion_growth(stddev=1.0, width=9, depth=4)",
        explosion_growth(1.0, 9, 4),
        81.0,  # 3 * 3 * 3 * 3
        "the factor of one layer is 3, and four layers multiply four times: 3 * 3 * 3 * 3.",
    )


@graded("other widths and depths", points=0.5, hidden=True)
def test_growth_hidden(explosion_growth):
    rng = draw("growth")
    about = "The growth over several layers is off; read section 1 again."
    for _ in range(3):
        width, depth = int(rng.integers(3, 60)), int(rng.integers(3, 9))
        want = math.exp(depth * math.log(width) / 2)
        expect_hidden(explosion_growth(1.0, width, depth), want, about, rtol=1e-6)


@graded("no layers: the factor 1; too many for a float: infinity", points=0.5)
def test_extremes_public(explosion_growth):
    expect(
        "explosion_growth(stddev=2.0, width=100, depth=0)",
        explosion_growth(2.0, 100, 0),
        1.0,
        "a signal that passes no layer keeps its size.",
    )
    expect(
        "explosion_growth(stddev=2.0, width=100, depth=500)",
        explosion_growth(2.0, 100, 500),
        math.inf,  # 20^500 = 3e650, and the largest float is 1.8e308
        "Python's ** raises an OverflowError where a float ends; np.power gives infinity.",
    )


@graded("the same at other widths", points=0.5, hidden=True)
def test_extremes_hidden(explosion_growth):
    width = int(draw("extremes").integers(50, 500))
    about = "Depth 0 or a very large depth is not handled; read section 1 again."
    expect_hidden(explosion_growth(3.0, width, 0), 1.0, about)
    expect_hidden(explosion_growth(3.0, width, 1000), math.inf, about)
