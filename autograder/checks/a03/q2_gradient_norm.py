"""a03_q2_gradient_norm: one number that a NaN cannot hide in, and that overflows late."""

import math

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, tensor

OK_FORMAT = False
name = "a03_q2_gradient_norm"
section = "2. One number for a step"
outcome, co, po, part = "LO-1", ["CO-1", "CO-2"], ["PO-1", "PO-2"], "practical"


@graded("the root of the sum of all squares of all gradients", points=0.5)
def test_value_public(gradient_norm):
    expect(
        "gradient_norm([[1, 2], [[4], [10]]])",
        gradient_norm([tensor([1.0, 2.0]), tensor([[4.0], [10.0]])]),
        11.0,  # sqrt(1 + 4 + 16 + 100) = sqrt(121)
        "square every element of every gradient, add them all up, take one root at the end.",
    )


@graded("any number of gradients of any shape", points=0.5, hidden=True)
def test_value_hidden(gradient_norm):
    rng = draw("value")
    shapes = [(int(rng.integers(2, 9)),), (3, int(rng.integers(2, 9))), (2, 3, 2), ()]
    gradients = [rng.normal(size=shape) * 10.0 ** rng.integers(-1, 3) for shape in shapes]
    want = np.linalg.norm(np.concatenate([g.ravel() for g in gradients]))
    about = "The norm of several gradients is off; read section 2 again."
    expect_hidden(gradient_norm([tensor(g) for g in gradients]), want, about, rtol=1e-4)


@graded("a gradient that is None is skipped", points=0.5)
def test_none_public(gradient_norm):
    expect(
        "gradient_norm([[6, 8], None])",
        gradient_norm([tensor([6.0, 8.0]), None]),
        10.0,
        "None means that the loss does not depend on this variable: leave it out.",
    )


@graded("None anywhere in the list", points=0.5, hidden=True)
def test_none_hidden(gradient_norm):
    values = draw("none").normal(size=7) + 3
    about = "A list with None entries is not handled; read section 2 again."
    want = np.linalg.norm(values)
    expect_hidden(gradient_norm([None, tensor(values), None]), want, about, rtol=1e-4)


@graded("a huge gradient is not mistaken for an infinite one", points=0.5)
def test_huge_public(gradient_norm):
    expect(
        "gradient_norm([[6e24, 8e24]]) with float32 gradients",
        gradient_norm([tensor([6e24, 8e24])]),
        1e25,
        "the squares, 3.6e49 and 6.4e49, do not fit in float32: go to float64 before squaring.",
        rtol=1e-4,
    )


@graded("other huge gradients", points=0.5, hidden=True)
def test_huge_hidden(gradient_norm):
    values = draw("huge").uniform(1e22, 9e22, size=(3, 2))
    about = "Huge gradients do not have the right finite norm; read section 2 again."
    expect_hidden(gradient_norm([tensor(values)]), np.linalg.norm(values), about, rtol=1e-4)


@graded("NaN and infinity are not swept under the carpet", points=0.5)
def test_non_finite_public(gradient_norm):
    cause = "the norm is what rings the alarm: do not remove NaN or infinity from it."
    got = gradient_norm([tensor([3.0]), tensor([math.nan, 4.0])])
    expect("gradient_norm([[3], [nan, 4]])", got, math.nan, cause)
    got = gradient_norm([tensor([3.0]), tensor([-math.inf, 4.0])])
    expect("gradient_norm([[3], [-inf, 4]])", got, math.inf, cause)


@graded("NaN and infinity at other places", points=0.5, hidden=True)
def test_non_finite_hidden(gradient_norm):
    rng = draw("non_finite")
    about = "NaN or infinity gets lost in the norm; read section 2 again."
    for bad in (math.nan, math.inf):
        values = rng.normal(size=9)
        values[rng.integers(9)] = bad
        expect_hidden(gradient_norm([tensor(values), tensor([1.0])]), bad, about)
