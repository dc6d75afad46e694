"""a04_q2_rectifiers: Leaky ReLU and ELU with their slopes, for any alpha."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a04_q2_rectifiers"
section = "2. Open or shut, or almost shut"
outcome, co, po, part = "LO-2", ["CO-1", "CO-2"], ["PO-1", "PO-3"], "practical"

LN2 = 0.6931471805599453  # e^-LN2 = 1/2


@probe
def watched(function, x, alpha):
    """Return what a function makes of x and alpha, and which warnings of NumPy it causes."""
    import warnings

    import numpy as np

    loud = np.errstate(over="warn", invalid="warn", divide="warn")
    with warnings.catch_warnings(record=True) as caught, loud:
        warnings.simplefilter("always")
        values = function(np.asarray(x), alpha)
    texts = {str(one.message) for one in caught if issubclass(one.category, RuntimeWarning)}
    return {"values": np.asarray(values, dtype="float64"), "warnings": sorted(texts)}


def mixed(rng, shape):
    """Return random numbers of both signs, none of them near 0."""
    return rng.uniform(0.3, 3, size=shape) * rng.choice([-1.0, 1.0], size=shape)


@graded("Leaky ReLU, for an alpha below 1 and one above", points=0.5)
def test_leaky_public(leaky_relu):
    x = np.array([[-2.0, 0.0], [3.0, -1.0]])
    cause = "negative entries are multiplied by alpha, the others stay."
    got = leaky_relu(x, 0.1)
    expect("leaky_relu([[-2, 0], [3, -1]], 0.1)", got, [[-0.2, 0.0], [3.0, -0.1]], cause)
    cause = "for alpha above 1 it is no maximum: max(-4, -2) is -2. Ask for the sign of x."
    got = leaky_relu(x, 2.0)
    expect("leaky_relu([[-2, 0], [3, -1]], 2)", got, [[-4.0, 0.0], [3.0, -2.0]], cause)


@graded("Leaky ReLU, other alphas", points=0.5, hidden=True)
def test_leaky_hidden(leaky_relu):
    rng = draw("leaky")
    about = "Leaky ReLU is not right for every alpha; read section 2 again."
    for alpha in (float(rng.uniform(0.1, 0.9)), float(rng.uniform(1.5, 4))):
        x = np.concatenate([mixed(rng, 6), [-1.0, 1.0]])
        want = [value if value > 0 else alpha * value for value in x]
        expect_hidden(leaky_relu(x, alpha), np.array(want), about)


@graded("ELU, for two alphas", points=0.5)
def test_elu_public(elu):
    x = np.array([-LN2, 0.0, 3.0])
    cause = "on the negative side it is alpha (e^x - 1): 0 at 0, and -alpha far to the left."
    # e^(-ln 2) - 1 = -1/2
    expect("elu([-ln 2, 0, 3], 1)", elu(x, 1.0), [-0.5, 0.0, 3.0], cause)
    expect("elu([-ln 2, 0, 3], 4)", elu(x, 4.0), [-2.0, 0.0, 3.0], cause)


@graded("ELU, other alphas and shapes", points=0.5, hidden=True)
def test_elu_hidden(elu):
    rng = draw("elu")
    about = "Some values of ELU are off; read section 2 again."
    for alpha in (float(rng.uniform(0.2, 0.8)), float(rng.uniform(1.5, 3))):
        x = np.concatenate([mixed(rng, (2, 4)), -rng.uniform(1, 5, size=(2, 1))], axis=1)
        below = alpha * (np.exp(-np.abs(x)) - 1)  # |x| = -x where it is used
        expect_hidden(elu(x, alpha), np.where(x > 0, x, below), about)


@graded("the slopes on both sides", points=0.5)
def test_slopes_public(leaky_relu_derivative, elu_derivative):
    got = leaky_relu_derivative(np.array([-2.0, 3.0, -7.0]), 0.1)
    cause = "the slope is 1 on the positive side and alpha on the other, how far out you may be."
    expect("leaky_relu_derivative([-2, 3, -7], 0.1)", got, [0.1, 1.0, 0.1], cause)
    got = elu_derivative(np.array([-LN2, -2 * LN2, 3.0]), 3.0)
    cause = "the derivative of alpha (e^x - 1) is alpha e^x; the 1 on the positive side stays 1."
    # 3 / 2, 3 / 4, 1
    expect("elu_derivative([-ln 2, -ln 4, 3], 3)", got, [1.5, 0.75, 1.0], cause)


@graded("the slopes, against differences of the functions", points=0.5, hidden=True)
def test_slopes_hidden(leaky_relu_derivative, elu_derivative):
    rng, h = draw("slopes"), 1e-6
    x = np.concatenate([mixed(rng, 7), [-0.5, -1.5, 1.0]])
    alpha = float(rng.uniform(1.5, 3))
    about = "The slopes of Leaky ReLU or ELU are off; read section 2 again."
    above, below = (np.where(x > 0, p, alpha * p) for p in (x + h, x - h))
    expect_hidden(leaky_relu_derivative(x, alpha), (above - below) / (2 * h), about)
    above, below = (
        np.where(x > 0, p, alpha * (np.exp(np.minimum(p, 0)) - 1)) for p in (x + h, x - h)
    )
    expect_hidden(elu_derivative(x, alpha), (above - below) / (2 * h), about)


@graded("the slopes at 0 are those of the left side", points=0.5)
def test_zero_public(leaky_relu_derivative, elu_derivative):
    cause = "at 0 the left side counts, and there the slope is alpha: ask for x > 0, not x >= 0."
    got = leaky_relu_derivative(np.array([0.0]), 0.1)
    expect("leaky_relu_derivative([0], 0.1)", got, [0.1], cause)
    cause = "from the left the slope of ELU tends to alpha e^0 = alpha; only alpha = 1 has no jump."
    got = elu_derivative(np.array([0.0]), 3.0)
    expect("elu_derivative([0], 3)", got, [3.0], cause)


@graded("the slopes at 0 for other alphas", points=0.5, hidden=True)
def test_zero_hidden(leaky_relu_derivative, elu_derivative):
    rng = draw("zero")
    about = "The slope at 0 is not the one of the left side; read section 2 again."
    for alpha in (float(rng.uniform(0.2, 0.8)), float(rng.uniform(1.5, 3))):
        for derivative in (leaky_relu_derivative, elu_derivative):
            expect_hidden(derivative(np.zeros((2, 1)), alpha), [[alpha], [alpha]], about)


@graded("ELU of large positive inputs gives no warning", points=0.5)
def test_overflow_public(elu, elu_derivative):
    cause = (
        "e^x overflows where nobody asked for it (np.where computes both of its sides, and a mask "
        "makes 0 times infinity): take e^x of min(x, 0)."
    )
    for function, call, want in (
        (elu, "elu([100, 1000], 2)", [100.0, 1000.0]),
        (elu_derivative, "elu_derivative([100, 1000], 2)", [1.0, 1.0]),
    ):
        got = watched(function, [100.0, 1000.0], 2.0)
        expect(call, got["values"], want, cause)
        expect(f"warnings of {call}", got["warnings"], [], cause)


@graded("ELU of other large inputs, also in float32", points=0.5, hidden=True)
def test_overflow_hidden(elu, elu_derivative):
    rng = draw("overflow")
    x, alpha = rng.uniform(800, 9000, size=(2, 2)), float(rng.uniform(0.5, 3))
    about = "ELU of large inputs is not handled without a warning; read section 2 again."
    for dtype in ("float32", "float64"):
        for function, want in ((elu, x), (elu_derivative, np.ones((2, 2)))):
            got = watched(function, x.astype(dtype), alpha)
            expect_hidden(got["values"], want, about)
            expect_hidden(got["warnings"], [], about)
