"""a14_q3_exact_zeros: a weight is thrown across zero, or it lands on it."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, tensor

OK_FORMAT = False
name = "a14_q3_exact_zeros"
section = "3. Exact zeros: the proximal step"
outcome, co, po, part = "LO-3", ["CO-1", "CO-4"], ["PO-1", "PO-3"], "practical"


@graded("large entries move towards zero by the threshold, from both sides", points=0.5)
def test_large_public(soft_threshold):
    expect(
        "soft_threshold([3, -2, 1.5, -5], 1)",
        soft_threshold(tensor([3.0, -2.0, 1.5, -5.0]), 1.0),
        [2.0, -1.0, 0.5, -4.0],
        "make |w| smaller by the threshold and give it the sign of w back.",
    )


@graded("other entries and thresholds", points=0.5, hidden=True)
def test_large_hidden(soft_threshold):
    rng = draw("large")
    threshold = float(rng.uniform(0.2, 1.5))
    excess = rng.uniform(0.1, 3.0, size=(3, 4))
    sign = np.where(np.arange(12).reshape(3, 4) % 3 == 0, -1.0, 1.0)
    about = "Entries larger than the threshold are off; read section 3 again."
    got = soft_threshold(tensor(sign * (threshold + excess)), threshold)
    expect_hidden(got, sign * excess, about, rtol=1e-4)


@graded("what is nearer to zero than the threshold becomes exactly zero", points=0.5)
def test_zeros_public(soft_threshold):
    expect(
        "soft_threshold([0.5, -0.75, 0, 0.25, -1], 1)",
        soft_threshold(tensor([0.5, -0.75, 0.0, 0.25, -1.0]), 1.0),
        [0.0] * 5,
        "all of these are at most the threshold away from zero, so they stop there, at exactly 0. "
        "Without the maximum with 0 they would jump across it.",
        rtol=0,
        atol=0,
    )


@graded("exact zeros, other thresholds", points=0.5, hidden=True)
def test_zeros_hidden(soft_threshold):
    rng = draw("zeros")
    threshold = float(rng.uniform(0.2, 3.0))
    w = threshold * rng.uniform(-0.95, 0.95, size=(4, 5))
    w[0, 0] = 0.0
    about = "Entries below the threshold are not exactly zero; read section 3 again."
    expect_hidden(soft_threshold(tensor(w), threshold), np.zeros((4, 5)), about, 0, 0)


@graded("the subgradient step: it may cross zero, and does not stop there", points=0.5)
def test_subgradient_public(subgradient_step):
    expect(
        "subgradient_step([0.01, 1], gradient=[0, 0], learning_rate=0.01, l1=10)",
        subgradient_step(tensor([0.01, 1.0]), tensor([0.0, 0.0]), 0.01, 10.0),
        [-0.09, 0.9],
        "both weights move by learning_rate * l1 = 0.1, and nothing stops them at zero: the first "
        "one is thrown across it.",
    )
    expect(
        "subgradient_step([2, -1], gradient=[1, -3], learning_rate=0.5, l1=0.5)",
        subgradient_step(tensor([2.0, -1.0]), tensor([1.0, -3.0]), 0.5, 0.5),
        [1.25, 0.75],  # 2 - 0.5 * (1 + 0.5) and -1 - 0.5 * (-3 - 0.5)
        "the learning rate multiplies the sum of the gradient and l1 * sign(w), w before the step.",
    )


@graded("other subgradient steps", points=0.5, hidden=True)
def test_subgradient_hidden(subgradient_step):
    rng = draw("subgradient")
    w = rng.choice([-1.0, 1.0], size=12) * rng.uniform(0.01, 1.0, size=12)
    g = rng.normal(size=12)
    w[:2], g[:2] = 0.05, (0.0, 3.0)  # both cross zero, one by the push and one by the gradient
    rate, l1 = float(rng.uniform(0.1, 0.5)), float(rng.uniform(1.0, 2.0))
    want = w - rate * g - rate * l1 * np.sign(w)
    about = "The subgradient step is off; read section 3 again."
    got = subgradient_step(tensor(w), tensor(g), rate, l1)
    expect_hidden(got, want, about, rtol=1e-4, atol=1e-5)


@graded("the proximal step: the gradient first, then the threshold rate * l1", points=0.5)
def test_proximal_public(proximal_step):
    # the gradient leads to 2.1, 2.3 and 0.5; from there 0.5 * 0.5 = 0.25 towards zero
    expect(
        "proximal_step([0.1, -0.2, 1], gradient=[-4, -5, 1], learning_rate=0.5, l1=0.5)",
        proximal_step(tensor([0.1, -0.2, 1.0]), tensor([-4.0, -5.0, 1.0]), 0.5, 0.5),
        [1.85, 2.05, 0.25],
        "take the gradient step on the loss alone, and soft_threshold where it led, with the "
        "threshold learning_rate * l1.",
    )


@graded("one step from other weights, and thirty steps to the minimum", points=0.5, hidden=True)
def test_proximal_hidden(proximal_step):
    rng = draw("proximal")
    rate, l1 = float(rng.uniform(0.1, 0.4)), float(rng.uniform(0.5, 1.0))
    w = np.append(rng.uniform(-0.2, -0.05, size=3), rng.uniform(0.05, 0.2, size=3))
    there = rng.uniform(1.0, 3.0, size=6)
    about = "The proximal step is off; read section 3 again."
    got = proximal_step(tensor(w), tensor((w - there) / rate), rate, l1)
    expect_hidden(got, there - rate * l1, about, rtol=1e-4, atol=1e-5)
    w, minimum = np.zeros(6), there - l1 + 1.0  # of (w - there - 1)^2 / 2 + l1 |w|
    for _ in range(30):
        w = np.asarray(proximal_step(tensor(w), tensor(w - there - 1.0), 0.5, l1), "float64")
        expect_hidden(list(w.shape), [6], about)
    expect_hidden(w, minimum, about, rtol=1e-4)
