"""a01_q1_bound: the steepest slope of an activation function, and what it bounds."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a01_q1_bound"
section = "1. What a lock lets through at most"
outcome, co, po, part = "LO-1", ["CO-1", "CO-4"], ["PO-1", "PO-2"], "practical"


@probe
def steepest_of_line(max_derivative, slope):
    """Return what ``max_derivative`` says of a straight line through 0 with this slope."""
    return max_derivative(lambda x: slope * x)


def logistic(x):
    """Return 1 / (1 + exp(-x)), the slope of softplus."""
    return 1 / (1 + np.exp(-x))


@graded("the largest slope, wherever it is on the grid", points=0.5)
def test_slope_public(max_derivative):
    cause = "the largest of all slopes f'(x) on the grid; f itself and the slope at 0 are others."
    expect("max_derivative('sigmoid')", max_derivative("sigmoid"), 0.25, cause, rtol=1e-4)
    expect("max_derivative('silu')", max_derivative("silu"), 1.09984, cause, rtol=1e-4)
    # softplus has the slope 1 / (1 + exp(-x)), which rises: it is largest at the right end, ln 3
    expect(
        "max_derivative('softplus', limit=1.0986)",
        max_derivative("softplus", limit=1.0986123),
        0.75,
        "the grid reaches from -limit to limit, both included.",
        rtol=1e-4,
    )


@graded("other functions, other grids", points=0.5, hidden=True)
def test_slope_hidden(max_derivative):
    limits = draw("slope").uniform(0.5, 2.0, size=2)  # silu is steepest at 2.4, so at the end
    about = "The largest slope on the grid is off; read section 1 again."
    slopes = {
        "softplus": logistic(limits[0]),
        "silu": logistic(limits[1]) * (1 + limits[1] * (1 - logistic(limits[1]))),
    }
    for (function, want), limit in zip(slopes.items(), limits, strict=True):
        got = max_derivative(function, limit=float(limit))
        expect_hidden(got, want, about, rtol=1e-4)


@graded("a falling function is steep, too", points=0.5)
def test_absolute_public(max_derivative):
    expect(
        "max_derivative(lambda x: -3 * x)",
        steepest_of_line(max_derivative, -3.0),
        3.0,
        "take the largest absolute value; how steep does not depend on up or down.",
        rtol=1e-4,
    )


@graded("other falling functions", points=0.5, hidden=True)
def test_absolute_hidden(max_derivative):
    slope = -float(draw("absolute").uniform(1.5, 9))
    about = "Falling functions are not handled; read section 1 again."
    expect_hidden(steepest_of_line(max_derivative, slope), -slope, about, rtol=1e-4)


@graded("the bound, for several activation functions", points=0.5)
def test_bound_public(attenuation_bound):
    cause = (
        "one factor for each layer, so a power of the largest slope of THIS activation function; "
        "a fraction, not a percentage."
    )
    expect(
        "attenuation_bound('sigmoid', 10)",
        attenuation_bound("sigmoid", 10),
        9.5367e-07,  # 1 / 4^10 = 1 / 1048576
        cause,
        rtol=1e-3,
        atol=0,
    )
    expect("attenuation_bound('tanh', 10)", attenuation_bound("tanh", 10), 1.0, cause, rtol=1e-3)


@graded("the bound at other depths", points=0.5, hidden=True)
def test_bound_hidden(attenuation_bound):
    depths = [int(depth) for depth in draw("bound").integers(3, 12, size=2)]
    about = "The bound without a gain is off; read section 1 again."
    for depth in depths:
        expect_hidden(attenuation_bound("sigmoid", depth), 0.25**depth, about, rtol=1e-3, atol=0)
        expect_hidden(attenuation_bound("relu", depth), 1.0, about, rtol=1e-3)


@graded("weights that amplify do so in every layer", points=0.5)
def test_gain_public(attenuation_bound):
    expect(
        "attenuation_bound('sigmoid', 3, gain=2.0)",
        attenuation_bound("sigmoid", 3, gain=2.0),
        0.125,  # (2 / 4)^3
        "every layer has weights: the gain belongs under the power, beside the slope.",
        rtol=1e-3,
    )


@graded("other gains", points=0.5, hidden=True)
def test_gain_hidden(attenuation_bound):
    rng = draw("gain")
    about = "The bound with a gain is off; read section 1 again."
    for gain in (rng.uniform(0.3, 0.8), rng.uniform(5, 9)):
        depth = int(rng.integers(2, 7))
        got = attenuation_bound("sigmoid", depth, gain=float(gain))
        expect_hidden(got, (gain / 4) ** depth, about, rtol=1e-3, atol=0)
