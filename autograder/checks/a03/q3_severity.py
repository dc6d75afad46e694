"""a03_q3_severity: five levels from one threshold."""

import math

from autograder.kit import draw, expect, expect_hidden, graded

OK_FORMAT = False
name = "a03_q3_severity"
section = "3. How bad is it?"
outcome, co, po, part = "LO-1", ["CO-1", "CO-2"], ["PO-2", "PO-3"], "practical"

NORMAL, WARNING, EXPLOSION, CRITICAL, OVERFLOW = range(5)


def levels(severity, norms, *threshold):
    """Return the levels of some norms as a list."""
    return [severity(norm, *threshold) for norm in norms]


@graded("the four finite levels", points=0.5)
def test_levels_public(severity):
    expect(
        "severity of the norms 2, 20, 2000 and 2e6 (threshold 100)",
        levels(severity, [2.0, 20.0, 2000.0, 2e6]),
        [NORMAL, WARNING, EXPLOSION, CRITICAL],
        "the limits are 10, 100 and 10000: a tenth of the threshold, the threshold, 100 times it.",
    )


@graded("other norms inside the levels", points=0.5, hidden=True)
def test_levels_hidden(severity):
    share = float(draw("levels").uniform(0.15, 0.45))
    about = "A norm inside a level gets another level; read section 3 again."
    got = levels(severity, [10 * share, 100 * share, 1e4 * share, 1e6 * share])
    expect_hidden(got, [NORMAL, WARNING, EXPLOSION, CRITICAL], about)


@graded("a norm on a limit belongs to the lower level", points=0.5)
def test_limits_public(severity):
    expect(
        "severity of the norms 10, 100 and 10000 (threshold 100)",
        levels(severity, [10.0, 100.0, 10_000.0]),
        [NORMAL, WARNING, EXPLOSION],
        "in the table each limit has <= on its left and < on its right.",
    )


@graded("on the limits, and a little below them", points=0.5, hidden=True)
def test_limits_hidden(severity):
    below = 1 - float(draw("limits").uniform(0.001, 0.01))
    about = "A norm on a limit gets the wrong level; read section 3 again."
    norms = [10.0 * below, 10.0, 100.0 * below, 100.0, 10_000.0 * below, 10_000.0]
    got = levels(severity, norms)
    expect_hidden(got, [NORMAL, NORMAL, WARNING, WARNING, EXPLOSION, EXPLOSION], about)


@graded("all limits move with the threshold", points=0.5)
def test_threshold_public(severity):
    expect(
        "severity of the norms 0.3, 3 and 30 with threshold 5",
        levels(severity, [0.3, 3.0, 30.0], 5.0),
        [NORMAL, WARNING, EXPLOSION],
        "compute every limit from the threshold that was passed, not from 100.",
    )


@graded("other thresholds", points=0.5, hidden=True)
def test_threshold_hidden(severity):
    about = "The limits do not follow the threshold; read section 3 again."
    for threshold in draw("threshold").uniform([0.01, 2000.0], [0.9, 90_000.0]):
        norms = [0.03 * threshold, 0.3 * threshold, 3.0 * threshold]
        got = levels(severity, norms, float(threshold))
        expect_hidden(got, [NORMAL, WARNING, EXPLOSION], about)


@graded("NaN and infinity are the worst level of all", points=0.5)
def test_non_finite_public(severity):
    cause = (
        "nan > 100 is False, so a NaN falls through every comparison: ask math.isfinite first. "
        "Infinity is OVERFLOW too, not CRITICAL."
    )
    got = levels(severity, [math.nan, math.inf])
    expect("severity of NaN and of infinity", got, [OVERFLOW, OVERFLOW], cause)


@graded("NaN and infinity under any threshold", points=0.5, hidden=True)
def test_non_finite_hidden(severity):
    threshold = float(draw("non_finite").uniform(1.0, 1e6))
    about = "NaN or infinity gets the wrong level; read section 3 again."
    got = levels(severity, [math.inf, math.nan], threshold)
    expect_hidden(got, [OVERFLOW, OVERFLOW], about)
