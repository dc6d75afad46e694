"""a11_q4_fitness: how evenly gradients flow, and one number for accuracy and health."""

import math

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a11_q4_fitness"
section = "4. What is a good house?"
outcome, co, po, part = "LO-1", ["CO-4"], ["PO-1", "PO-2"], "practical"


@probe
def scores(score, Evaluation, cases):
    """Return the scores of (accuracy, health, parameters, further arguments)."""
    return [score(Evaluation(*case[:3]), *case[3:]) for case in cases]


@graded("half of the decades is half of the health", points=0.5)
def test_spread_public(gradient_health):
    cause = (
        "count the powers of ten between the largest and the smallest norm, wherever they stand, "
        "and divide by decades; log10, not the natural logarithm."
    )
    # largest 0.1, smallest 0.001: two decades of four
    got = gradient_health([0.01, 0.001, 0.1, 0.02])
    expect("gradient_health([0.01, 0.001, 0.1, 0.02])", got, 0.5, cause)
    got = gradient_health([3.0, 3.0, 3.0])
    expect("gradient_health([3, 3, 3])", got, 1.0, "equal norms are the healthiest there are.")
    got = gradient_health([1.0, 1000.0], decades=10.0)
    expect("gradient_health([1, 1000], decades=10)", got, 0.7, cause)  # 1 - 3 / 10


@graded("other norms in any order and unit", points=0.5, hidden=True)
def test_spread_hidden(gradient_health):
    rng = draw("spread")
    about = "The health of positive norms is off; read section 4 again."
    for count in (2, 4, 7):
        decades = float(rng.uniform(5.0, 9.0))
        exponents = rng.uniform(-2.0, 2.0, size=count)
        norms = [float(10.0**exponent) for exponent in exponents]
        want = 1 - (exponents.max() - exponents.min()) / decades
        expect_hidden(gradient_health(norms, decades), want, about, rtol=1e-5)
        # the unit in which norms are measured makes no difference
        expect_hidden(gradient_health([100 * n for n in norms], decades), want, about, rtol=1e-5)


@graded("health is never negative", points=0.5)
def test_floor_public(gradient_health):
    expect(
        "gradient_health([1, 1e-7])",
        gradient_health([1.0, 1e-7]),
        0.0,
        "seven decades apart would give 1 - 7/4 = -0.75: cut at 0.",
    )
    expect(
        "gradient_health([1, 10], decades=4), to compare",
        gradient_health([1.0, 10.0]),
        0.75,
        "one decade of four is lost.",
    )


@graded("never negative, other norms", points=0.5, hidden=True)
def test_floor_hidden(gradient_health):
    rng = draw("floor")
    about = "The health is negative where norms lie very far apart; read section 4 again."
    for decades in (1.0, 3.0):
        gap = decades + float(rng.uniform(0.5, 6.0))
        expect_hidden(gradient_health([2.0 * 10.0**-gap, 2.0], decades), 0.0, about)
    near = gradient_health([1.0, math.sqrt(10.0)], 1.0)
    expect_hidden(near, 0.5, about)


@graded("one zero, infinite or NaN norm: no health at all", points=0.5)
def test_broken_public(gradient_health):
    cause = (
        "a zero norm is a dead layer, NaN or infinity an exploded one: look for them before you "
        "compare. max() and min() of numbers with a NaN depend on their order."
    )
    for norms in ([0.5, 0.0], [0.0, 0.0], [0.5, math.inf], [0.5, math.nan], [math.nan, 0.5]):
        expect(f"gradient_health({norms})", gradient_health(norms), 0.0, cause)
    expect("gradient_health([0.5]), to compare", gradient_health([0.5]), 1.0, "a healthy layer.")


@graded("a broken layer anywhere", points=0.5, hidden=True)
def test_broken_hidden(gradient_health):
    rng = draw("broken")
    about = "A layer whose norm is zero, infinite or NaN is not noticed; read section 4 again."
    for bad in (0.0, math.inf, math.nan):
        norms = [float(rng.uniform(1.0, 2.0))] * 5
        expect_hidden(gradient_health(norms), 1.0, about)
        norms[int(rng.integers(5))] = bad
        expect_hidden(gradient_health(norms), 0.0, about)
        expect_hidden(gradient_health([bad] * 3), 0.0, about)


@graded("the fitness is the weighted mean of accuracy and health", points=0.5)
def test_score_public(score, Evaluation):
    cases = [(0.9, 0.5, 1000, 0.25), (0.9, 0.5, 1000), (0.9, 0.5, 1000, 0.0)]
    expect(
        "score(Evaluation(0.9, 0.5, 1000), health_weight) with the weights 0.25, 0.1 and 0",
        scores(score, Evaluation, cases),
        [0.8, 0.86, 0.9],  # 0.675 + 0.125, 0.81 + 0.05, 0.9 + 0
        "the weight belongs to the health; the accuracy has what is left, 1 - health_weight.",
    )


@graded("other evaluations and weights", points=0.5, hidden=True)
def test_score_hidden(score, Evaluation):
    rng = draw("score")
    about = "The fitness of an evaluation is off; read section 4 again."
    values = rng.uniform(0.1, 0.9, size=(3, 3)).tolist()
    cases = [(a, h, int(rng.integers(10, 10**5)), w) for a, h, w in values]
    want = [float(np.average([a, h], weights=[1 - w, w])) for a, h, w in values]
    expect_hidden(scores(score, Evaluation, [*cases, (0.2, 0.8, 9, 1.0)]), [*want, 0.8], about)
