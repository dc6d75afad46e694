"""a04_q3_gates: Swish and the exact GELU, with their slopes."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a04_q3_gates"
section = "3. The soft openers: Swish and GELU"
outcome, co, po, part = "LO-2", ["CO-1", "CO-2"], ["PO-1", "PO-3"], "practical"

LN3 = 1.0986122886681098  # sigma(LN3) = 3/4


@probe
def watched(function, x):
    """Return what a function makes of x, and which warnings of NumPy it causes."""
    import warnings

    import numpy as np

    loud = np.errstate(over="warn", invalid="warn", divide="warn")
    with warnings.catch_warnings(record=True) as caught, loud:
        warnings.simplefilter("always")
        values = function(np.asarray(x))
    texts = {str(one.message) for one in caught if issubclass(one.category, RuntimeWarning)}
    return {"values": np.asarray(values, dtype="float64"), "warnings": sorted(texts)}


def density(x):
    """Return the density of N(0, 1)."""
    return np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)


def distribution(x):
    """Return the integral of the density up to x: a half, and the part from 0 on by quadrature."""
    nodes, weights = np.polynomial.legendre.leggauss(60)
    return 0.5 + x / 2 * np.sum(weights * density(x[..., None] * (nodes + 1) / 2), axis=-1)


@graded("Swish, for two betas", points=0.5)
def test_swish_public(swish):
    cause = "multiply x by the gate sigma(beta x); beta belongs inside the gate only."
    # ln 3 * 3/4 and -ln 3 * 1/4
    got = swish(np.array([[0.0], [LN3], [-LN3]]), 1.0)
    expect("swish([[0], [ln 3], [-ln 3]], 1)", got, [[0.0], [0.8239592], [-0.2746531]], cause)
    # beta x = ln 3, so (ln 3 / 2) * 3/4
    got = swish(np.array([LN3 / 2]), 2.0)
    expect("swish([ln 3 / 2], 2)", got, [0.4119796], cause)


@graded("Swish, other betas", points=0.5, hidden=True)
def test_swish_hidden(swish):
    rng = draw("swish")
    about = "Some values of Swish are off; read section 3 again."
    for beta in (float(rng.uniform(0.3, 0.7)), float(rng.uniform(1.5, 3))):
        x = np.append(rng.uniform(-4, 4, size=8), [-1.0, 1.0])
        want = x * (0.5 + 0.5 * np.tanh(beta * x / 2))
        expect_hidden(swish(x, beta), want, about)


@graded("the slope of Swish, for two betas", points=0.5)
def test_swish_slope_public(swish_derivative):
    cause = (
        "the product rule gives two terms, gate + x (slope of the gate); the chain rule, a beta."
    )
    # 1/2 at 0; 3/4 + ln 3 * 3/16 at ln 3
    got = swish_derivative(np.array([0.0, LN3]), 1.0)
    expect("swish_derivative([0, ln 3], 1)", got, [0.5, 0.9559898], cause)
    # beta x = ln 3: 3/4 + 2 * (ln 3 / 2) * 3/16
    got = swish_derivative(np.array([LN3 / 2]), 2.0)
    expect("swish_derivative([ln 3 / 2], 2)", got, [0.9559898], cause)


@graded("the slope of Swish, against differences", points=0.5, hidden=True)
def test_swish_slope_hidden(swish_derivative):
    rng, h = draw("swish slope"), 1e-5
    about = "The slope of Swish is off; read section 3 again."
    for beta in (float(rng.uniform(0.3, 0.7)), float(rng.uniform(1.5, 3))):
        x = np.append(rng.uniform(-4, 4, size=8), [-1.0, 1.0]).reshape(2, 5)
        above, below = (p * (0.5 + 0.5 * np.tanh(beta * p / 2)) for p in (x + h, x - h))
        expect_hidden(swish_derivative(x, beta), (above - below) / (2 * h), about)


@graded("the exact GELU", points=0.5)
def test_gelu_public(gelu):
    # Phi(1) = 0.8413447, Phi(2) = 0.9772499 from a table of the normal distribution
    expect(
        "gelu([[1, -1], [2, 0]])",
        gelu(np.array([[1.0, -1.0], [2.0, 0.0]])),
        [[0.8413447, -0.1586553], [1.9544997, 0.0]],
        "the gate is Phi(x) itself, (1 + erf(x / sqrt(2))) / 2. An error in the fourth digit is "
        "the tanh formula, one in the second the sigmoid.",
    )


@graded("the exact GELU elsewhere", points=0.5, hidden=True)
def test_gelu_hidden(gelu):
    x = np.append(draw("gelu").uniform(-3, 3, size=10), [-2.5, 2.0]).reshape(2, 3, 2)
    about = "Some values of the exact GELU are off; read section 3 again."
    expect_hidden(gelu(x), x * distribution(x), about)


@graded("the slope of GELU", points=0.5)
def test_gelu_slope_public(gelu_derivative):
    # Phi(1) + phi(1) = 0.8413447 + 0.2419707, Phi(-1) - phi(1), 1/2
    expect(
        "gelu_derivative([1, -1, 0])",
        gelu_derivative(np.array([1.0, -1.0, 0.0])),
        [1.0833155, -0.0833155, 0.5],
        "two terms by the product rule: Phi(x), and x times the density e^(-x^2 / 2) / sqrt(2 pi).",
    )


@graded("the slope of GELU elsewhere", points=0.5, hidden=True)
def test_gelu_slope_hidden(gelu_derivative):
    x = np.append(draw("gelu slope").uniform(-3, 3, size=7), [-1.5]).reshape(4, 2)
    about = "The slope of GELU is off; read section 3 again."
    expect_hidden(gelu_derivative(x), distribution(x) + x * density(x), about)


@graded("large inputs: shut on the left, open on the right, no warning", points=0.5)
def test_overflow_public(swish, swish_derivative, gelu, gelu_derivative):
    far = "far to the left the gate is shut, far to the right the function is x and its slope 1."
    cause = "some exponential gets a large positive argument: use your sigmoid of section 1."
    line, step = [0.0, 0.0, 100.0, 1000.0], [0.0, 0.0, 1.0, 1.0]
    for function, which, want in (
        (swish, "swish", line),
        (swish_derivative, "swish_derivative", step),
        (gelu, "gelu", line),
        (gelu_derivative, "gelu_derivative", step),
    ):
        call = f"{which}([-1000, -100, 100, 1000])"
        got = watched(function, [-1000.0, -100.0, 100.0, 1000.0])
        expect(call, got["values"], want, far)
        expect(f"warnings of {call}", got["warnings"], [], cause)


@graded("other large inputs", points=0.5, hidden=True)
def test_overflow_hidden(swish, swish_derivative, gelu, gelu_derivative):
    size = draw("overflow").uniform(800, 5000, size=3)
    about = "Large inputs are not handled without a warning; read section 3 again."
    for sign, value, slope in ((1, size, np.ones(3)), (-1, 0 * size, np.zeros(3))):
        for function, want in (
            (swish, value),
            (swish_derivative, slope),
            (gelu, value),
            (gelu_derivative, slope),
        ):
            got = watched(function, sign * size)
            expect_hidden(got["values"], want, about)
            expect_hidden(got["warnings"], [], about)
