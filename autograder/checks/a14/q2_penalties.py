"""a14_q2_penalties: what weights cost, and how the price pushes."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, parts, tensor

OK_FORMAT = False
name = "a14_q2_penalties"
section = "2. A price on weights: L1, L2, elastic net"
outcome, co, po, part = "LO-3", ["CO-1", "CO-2"], ["PO-1", "PO-3"], "practical"

RETURNS = ("value", "gradient")


@graded("the values: sums of absolute values and of squares", points=0.5)
def test_values_public(l1_penalty, l2_penalty):
    w = tensor([3.0, -4.0, 1.0])
    call = "l1_penalty([3, -4, 1], 0.5)"
    value, _ = parts(call, l1_penalty(w, 0.5), RETURNS)
    # 0.5 * (3 + 4 + 1) = 4
    expect(f"value of {call}", value, 4.0, "add up |w|, all of it, and multiply by l1.")
    call = "l2_penalty([3, -4, 1], 0.25)"
    value, _ = parts(call, l2_penalty(w, 0.25), RETURNS)
    cause = "add up w^2: no mean, no root, no factor 1/2. 0.25 * (9 + 16 + 1) = 6.5."
    expect(f"value of {call}", value, 6.5, cause)


@graded("the values, other weights", points=0.5, hidden=True)
def test_values_hidden(l1_penalty, l2_penalty):
    rng = draw("values")
    w, strength = rng.normal(size=(3, 5)), float(rng.uniform(0.2, 2.0))
    about = "The value of a penalty is off; read section 2 again."
    value, _ = parts(about, l1_penalty(tensor(w), strength), RETURNS)
    expect_hidden(value, strength * np.abs(w).sum(), about, rtol=1e-4)
    value, _ = parts(about, l2_penalty(tensor(w), strength), RETURNS)
    expect_hidden(value, strength * np.square(w).sum(), about, rtol=1e-4)


@graded("the gradients: a constant push, and one in proportion", points=0.5)
def test_gradients_public(l1_penalty, l2_penalty):
    w = tensor([[3.0, -4.0], [1.0, -0.5]])
    call = "l1_penalty([[3, -4], [1, -0.5]], 0.5)"
    _, gradient = parts(call, l1_penalty(w, 0.5), RETURNS)
    cause = "the slope of |w| is 1 where w is positive and -1 where it is negative, large or small."
    expect(f"gradient of {call}", gradient, [[0.5, -0.5], [0.5, -0.5]], cause)
    call = "l2_penalty([[3, -4], [1, -0.5]], 0.25)"
    _, gradient = parts(call, l2_penalty(w, 0.25), RETURNS)
    cause = "the slope of w^2 is 2 w; with l2 in front, 2 * 0.25 * 3 = 1.5 for the first weight."
    expect(f"gradient of {call}", gradient, [[1.5, -2.0], [0.5, -0.25]], cause)


@graded("the gradients, by differences of the true value", points=0.5, hidden=True)
def test_gradients_hidden(l1_penalty, l2_penalty):
    rng = draw("gradients")
    w = rng.choice([-1.0, 1.0], size=(4, 3)) * rng.uniform(0.1, 2.0, size=(4, 3))
    strength, h = float(rng.uniform(0.2, 2.0)), 1e-3
    about = "The gradient of a penalty is off; read section 2 again."
    for penalty, price in ((l1_penalty, np.abs), (l2_penalty, np.square)):
        _, gradient = parts(about, penalty(tensor(w), strength), RETURNS)
        # central differences are exact for both: no weight is nearer to 0 than h
        want = strength * (price(w + h) - price(w - h)) / (2 * h)
        expect_hidden(gradient, want, about, rtol=1e-4)


@graded("a weight that is zero is not pushed", points=0.5)
def test_zero_public(l1_penalty):
    call = "l1_penalty([0, 2, 0], 0.5)"
    _, gradient = parts(call, l1_penalty(tensor([0.0, 2.0, 0.0]), 0.5), RETURNS)
    cause = "sign(0) is 0. w / |w| is 0 / 0 there, a NaN; and w >= 0 takes 0 for a positive weight."
    expect(f"gradient of {call}", gradient, [0.0, 0.5, 0.0], cause)


@graded("zeros among other weights", points=0.5, hidden=True)
def test_zero_hidden(l1_penalty):
    rng = draw("zero")
    w = rng.choice([-1.0, 0.0, 1.0], size=30) * rng.uniform(0.5, 2.0, size=30)
    w[:2] = 0.0, 1.0
    about = "Weights that are zero are not handled; read section 2 again."
    _, gradient = parts(about, l1_penalty(tensor(w), 0.75), RETURNS)
    expect_hidden(gradient, 0.75 * np.sign(w), about)


@graded("the elastic net is the sum of your two parts, each with its own strength", points=0.5)
def test_elastic_public(elastic_net_penalty, l1_penalty, l2_penalty):
    w = tensor([3.0, -4.0])
    call = "elastic_net_penalty([3, -4], l1=2, l2=0.5)"
    value, gradient = parts(call, elastic_net_penalty(w, 2.0, 0.5), RETURNS)
    first = parts("l1_penalty([3, -4], 2)", l1_penalty(w, 2.0), RETURNS)
    second = parts("l2_penalty([3, -4], 0.5)", l2_penalty(w, 0.5), RETURNS)
    cause = (
        "compare with your l1_penalty(w, 2) and l2_penalty(w, 0.5), measured here: add the values, "
        "add the gradients. The strengths are two prices, not a mixture."
    )
    want = np.asarray(first[0], dtype="float64") + np.asarray(second[0], dtype="float64")
    expect(f"value of {call}", value, want, cause)
    want = np.asarray(first[1], dtype="float64") + np.asarray(second[1], dtype="float64")
    expect(f"gradient of {call}", gradient, want, cause)


@graded("other strengths; with one of them 0, the other penalty", points=0.5, hidden=True)
def test_elastic_hidden(elastic_net_penalty, l1_penalty, l2_penalty):
    rng = draw("elastic")
    w = tensor(rng.choice([-1.0, 1.0], size=7) * rng.uniform(0.2, 2.0, size=7))
    a, b = float(rng.uniform(0.2, 0.5)), float(rng.uniform(0.6, 0.9))
    about = "The elastic net is not the sum of both penalties; read section 2 again."
    first = parts(about, l1_penalty(w, a), RETURNS)
    second = parts(about, l2_penalty(w, b), RETURNS)
    pairs = zip(first, second, strict=True)
    both = [np.asarray(x, "float64") + np.asarray(y, "float64") for x, y in pairs]
    for strengths, want in (((a, b), both), ((a, 0.0), first), ((0.0, b), second)):
        got = parts(about, elastic_net_penalty(w, *strengths), RETURNS)
        expect_hidden(list(got), list(want), about, rtol=1e-4)
