"""a03_q4_trend: the growth per step, and the steps that are left."""

import math

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded

OK_FORMAT = False
name = "a03_q4_trend"
section = "4. Where is it going?"
outcome, co, po, part = "LO-1", ["CO-1", "CO-2"], ["PO-1", "PO-2"], "practical"


def factor_of_line(norms):
    """Return exp of the slope of the least-squares line through log norms, by its formula."""
    t = np.arange(len(norms)) - (len(norms) - 1) / 2
    return float(np.exp(np.sum(t * np.log(norms)) / np.sum(t * t)))


@graded("the factor per step of a straight line through the logarithms", points=0.5)
def test_slope_public(growth_rate):
    # base-2 logarithms 0, 0, 0, 4, 3 at t - 2 = -2, ..., 2: slope (1 * 4 + 2 * 3) / 10 = 1
    expect(
        "growth_rate([1, 1, 1, 16, 8])",
        growth_rate([1.0, 1.0, 1.0, 16.0, 8.0]),
        2.0,
        "fit a line to log(norm) over t = 0, 1, ..., so that all five norms count, and return exp "
        "of its slope. From first and last alone it would be 1.68, from the last two 0.5.",
    )


@graded("other noisy norms", points=0.5, hidden=True)
def test_slope_hidden(growth_rate):
    rng = draw("slope")
    about = "The growth rate of noisy norms is off; read section 4 again."
    for _ in range(3):
        norms = np.exp(rng.normal(size=5) + rng.uniform(-1, 1) * np.arange(5))
        expect_hidden(growth_rate(norms.tolist()), factor_of_line(norms), about)


@graded("only the last norms count, and too few have no trend", points=0.5)
def test_window_public(growth_rate):
    expect(
        "growth_rate([64, 1, 3, 9], window=3)",
        growth_rate([64.0, 1.0, 3.0, 9.0], 3),
        3.0,
        "with window=3 the line goes through the last three norms.",
    )
    expect(
        "growth_rate([1, 2, 4], window=4)",
        growth_rate([1.0, 2.0, 4.0], 4),
        math.nan,
        "three norms are too few for window=4: there is no trend yet, so return NaN.",
    )


@graded("other windows", points=0.5, hidden=True)
def test_window_hidden(growth_rate):
    rng = draw("window")
    window, rate = int(rng.integers(3, 7)), float(rng.uniform(1.2, 3.0))
    about = "The window is not obeyed; read section 4 again."
    norms = [1000.0, 0.01, 500.0, *(rate**k for k in range(window))]
    expect_hidden(growth_rate(norms, window), rate, about)
    expect_hidden(growth_rate(norms[-window + 1 :], window), math.nan, about)


@graded("zeros, NaN and infinity are left out first", points=0.5)
def test_unusable_public(growth_rate):
    expect(
        "growth_rate([1, 0, 3, nan, inf, 9], window=3)",
        growth_rate([1.0, 0.0, 3.0, math.nan, math.inf, 9.0], 3),
        3.0,
        "leave out what has no logarithm, and only then take the last three of the rest.",
    )


@graded("unusable norms at other places", points=0.5, hidden=True)
def test_unusable_hidden(growth_rate):
    rng = draw("unusable")
    rate = float(rng.uniform(1.2, 4.0))
    norms = [rate**k for k in range(5)]
    for bad in (math.nan, math.inf, 0.0):
        norms.insert(int(rng.integers(1, len(norms))), bad)
    about = "Zeros, NaN or infinity spoil the trend; read section 4 again."
    expect_hidden(growth_rate(norms, 5), rate, about)


@graded("the steps from the norm to the threshold", points=0.5)
def test_steps_public(steps_to_threshold):
    cause = "solve norm * rate**k = threshold for k with logarithms; k is not rounded."
    got = steps_to_threshold(3.0, 2.0, 24.0)
    expect("steps_to_threshold(norm=3, rate=2, threshold=24)", got, 3.0, cause)  # 3 -> 6, 12, 24
    got = steps_to_threshold(10.0, 100.0)
    expect("steps_to_threshold(norm=10, rate=100), threshold 100", got, 0.5, cause)  # 10 = 100^0.5


@graded("other norms, rates and thresholds", points=0.5, hidden=True)
def test_steps_hidden(steps_to_threshold):
    rng = draw("steps")
    about = "The number of steps to the threshold is off; read section 4 again."
    for _ in range(3):
        norm, rate, steps = rng.uniform([0.1, 1.1, 1.0], [5.0, 3.0, 9.0]).tolist()
        expect_hidden(steps_to_threshold(norm, rate, norm * rate**steps), steps, about)


@graded("never is infinity, and already there is 0", points=0.5)
def test_ends_public(steps_to_threshold):
    call = "steps_to_threshold(norm={}, rate={}), threshold 100"
    never = "a norm that does not grow never gets there: return math.inf. Mind that nan <= 1 is "
    never += "False and that 0 stays 0."
    for norm, rate in ((1.0, 0.5), (1.0, 1.0), (1.0, math.nan), (0.0, 2.0)):
        expect(call.format(norm, rate), steps_to_threshold(norm, rate), math.inf, never)
    there = "a norm at or above the threshold needs no step, whatever the rate."
    expect(call.format(150.0, 2.0), steps_to_threshold(150.0, 2.0), 0.0, there)


@graded("never and already there, other numbers", points=0.5, hidden=True)
def test_ends_hidden(steps_to_threshold):
    rng = draw("ends")
    norm, rate = float(rng.uniform(1.0, 5.0)), float(rng.uniform(0.1, 0.9))
    about = "Norms that never get there or are already there are not handled; read section 4 again."
    for never in (rate, 1.0, math.nan):
        expect_hidden(steps_to_threshold(norm, never, 50.0), math.inf, about)
    expect_hidden(steps_to_threshold(0.0, 1 + rate, 50.0), math.inf, about)
    expect_hidden(steps_to_threshold(20 * norm, 1 + rate, 10.0), 0.0, about)
    expect_hidden(steps_to_threshold(20 * norm, rate, 10.0), 0.0, about)
