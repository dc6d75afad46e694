"""a04_q6_depth: a gradient on its way back through random layers."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a04_q6_depth"
section = "6. Twenty floors down"
outcome, co, po, part = "LO-1", ["CO-2", "CO-4"], ["PO-2", "PO-4"], "practical"


@probe
def send(gradient_through_depth, f, df, depth, width, seed):
    """Send a gradient back; f and df are given by a polynomial for z <= 0 and one for z > 0."""
    import numpy as np

    def piecewise(left, right):
        polynomial = np.polynomial.polynomial.polyval
        return lambda z: np.where(z > 0, polynomial(z, right), polynomial(z, left))

    norms = gradient_through_depth(piecewise(*f), piecewise(*df), depth, width, seed)
    return np.asarray(norms, dtype="float64")


def both(*coefficients):
    """Return the same polynomial for both sides, lowest power first."""
    return [list(coefficients)] * 2


def by_matrices(f, df, mean_square, depth, width, seed):
    """Return the norms from the whole Jacobian of the layers above, in float64."""
    rng = np.random.default_rng(seed)
    z, jacobians = rng.normal(size=width), []
    for _ in range(depth):
        w = rng.normal(size=(width, width)) / np.sqrt(width * mean_square)
        jacobians.append(w @ np.diag(df(z)))  # dz_l / dz_(l-1)
        z = w @ f(z)
    g = rng.normal(size=width)
    norms, product = [np.linalg.norm(g)], np.eye(width)
    for jacobian in reversed(jacobians):
        product = product @ jacobian
        norms.append(np.linalg.norm(product.T @ g))
    return np.array(norms) / norms[0]


@graded("the way back: every norm, from the top layer down", points=1)
def test_way_back_public(gradient_through_depth):
    # default_rng(0) begins with 0.125730, -0.132105, 0.640423: z_0, w_1, w_2 if width = 1.
    # For f(z) = z: 1, |w_2|, |w_2 w_1|
    cause = (
        "draw in the order of the text, keep every z and every W, and begin at the top: the "
        "first norm is 1, then each layer multiplies by f'(z) and by W transposed."
    )
    got = send(gradient_through_depth, both(0.0, 1.0), both(1.0), 2, 1, 0)
    call = "gradient_through_depth of f(z) = z, depth=2, width=1, seed=0"
    expect(call, got, np.array([1.0, 0.640423, 0.084603]), cause, rtol=1e-3)
    cause = (
        "if the case before is right, look at the slope, which is taken at z_(l-1), the input of "
        "f in layer l; at the signal, z_l = W_l f(z_(l-1)); and at W_l^T on the way back."
    )
    # f(z) = (z + z^2) / 2 has E[f^2] = 1/4 + 3/4 = 1. z_0 = (0.125730, -0.132105),
    # W_1 = ((0.640423, 0.104900), (-0.535669, 0.361595)) / sqrt(2), W_2 and g_2 are the next six
    # numbers; the two formulas of the section, step by step
    got = send(gradient_through_depth, both(0.0, 0.5, 0.5), both(0.5, 1.0), 2, 2, 0)
    call = "gradient_through_depth of f(z) = (z + z^2) / 2, depth=2, width=2, seed=0"
    expect(call, got, np.array([1.0, 0.6035196, 0.0778605]), cause, rtol=1e-3)


@graded("the way back for other functions and depths", points=1, hidden=True)
def test_way_back_hidden(gradient_through_depth):
    rng = draw("way back")
    about = "The norms on the way back are off; read section 6 again."
    depth, width = int(rng.integers(3, 6)), int(rng.integers(3, 6))
    slope = float(rng.uniform(0.1, 0.5))
    scale = (2 / (1 + slope**2)) ** 0.5  # makes E[f^2] = 1
    got = send(
        gradient_through_depth,
        [[0.0, scale * slope], [0.0, scale]],
        [[scale * slope], [scale]],
        depth,
        width,
        0,
    )
    want = by_matrices(
        lambda z: scale * np.where(z > 0, z, slope * z),
        lambda z: scale * np.where(z > 0, 1.0, slope),
        1.0,
        depth,
        width,
        0,
    )
    expect_hidden(got, want, about, rtol=1e-3)
    angle = float(rng.uniform(0.5, 1.0))
    a, b = np.cos(angle), np.sin(angle) / 3**0.5  # a^2 + 3 b^2 = 1
    got = send(gradient_through_depth, both(0.0, a, b), both(a, 2 * b), 2, width, 0)
    want = by_matrices(lambda z: a * z + b * z**2, lambda z: a + 2 * b * z, 1.0, 2, width, 0)
    expect_hidden(got, want, about, rtol=1e-3)


@graded("the variance of the weights suits the function", points=0.5)
def test_weights_public(gradient_through_depth):
    # E[f^2] = 16 + 9 = 25 for f(z) = 4 + 3 z, so each weight is a fifth of what it is for f(z) = z:
    # 0.640423 / 5, 0.084603 / 25. The slope is passed as 1, so that only the weights matter.
    cause = (
        "the weights have the variance 1 / (width * E[f^2]), so their standard deviation is the "
        "root of that; find E[f^2] (16 + 9 here) with gaussian_mean."
    )
    got = send(gradient_through_depth, both(4.0, 3.0), both(1.0), 2, 1, 0)
    call = "gradient_through_depth of f(z) = 4 + 3 z with df(z) = 1, depth=2, width=1, seed=0"
    expect(call, got, np.array([1.0, 0.1280846, 0.00338412]), cause, rtol=1e-3)


@graded("the weights for other functions", points=0.5, hidden=True)
def test_weights_hidden(gradient_through_depth):
    rng = draw("weights")
    scale, shift = rng.uniform(1, 3, size=2)  # E[(shift + scale z)^2] = shift^2 + scale^2
    about = "The variance of the weights does not suit the function; read section 6 again."
    got = send(gradient_through_depth, both(shift, scale), both(1.0), 3, 1, 0)
    mean_square = shift**2 + scale**2
    want = by_matrices(lambda z: shift + scale * z, np.ones_like, mean_square, 3, 1, 0)
    expect_hidden(got, want, about, rtol=1e-3)


@graded("the seed decides what is drawn", points=0.5)
def test_seed_public(gradient_through_depth):
    # default_rng(3) begins with 2.040919, -2.555665, 0.418099
    got = send(gradient_through_depth, both(0.0, 1.0), both(1.0), 2, 1, 3)
    cause = "make the generator with np.random.default_rng(seed), the seed that is passed in."
    call = "gradient_through_depth of f(z) = z, depth=2, width=1, seed=3"
    expect(call, got, np.array([1.0, 0.418099, 1.068521]), cause, rtol=1e-3)


@graded("other seeds", points=0.5, hidden=True)
def test_seed_hidden(gradient_through_depth):
    seed = int(draw("seed").integers(10, 10**6))
    about = "Another seed does not give another network, or not the right one; see section 6."
    got = send(gradient_through_depth, both(0.0, 1.0), both(1.0), 3, 1, seed)
    want = by_matrices(lambda z: z, np.ones_like, 1.0, 3, 1, seed)
    expect_hidden(got, want, about, rtol=1e-3)
