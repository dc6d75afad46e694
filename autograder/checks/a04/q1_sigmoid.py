"""a04_q1_sigmoid: the logistic function and its slope, for any input."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a04_q1_sigmoid"
section = "1. The valve that opens a quarter"
outcome, co, po, part = "LO-2", ["CO-1", "CO-2"], ["PO-1", "PO-3"], "practical"

LN3 = 1.0986122886681098  # e^LN3 = 3


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


@probe
def log_slope(sigmoid_derivative, x):
    """Return the natural logarithm of the slope at float32 inputs; a slope of 0 gives -inf."""
    import numpy as np

    slope = np.asarray(sigmoid_derivative(np.asarray(x, dtype="float32")), dtype="float64")
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(slope)


@graded("the sigmoid of an array", points=0.5)
def test_value_public(sigmoid):
    # e^(ln 3) = 3, so 1 / (1 + 1/3) = 3/4 and 1 / (1 + 3) = 1/4; e^(ln 9) = 9 gives 9/10
    expect(
        "sigmoid([[0, ln 3], [-ln 3, ln 9]])",
        sigmoid(np.array([[0.0, LN3], [-LN3, 2 * LN3]])),
        [[0.5, 0.75], [0.25, 0.9]],
        "compare with 1 / (1 + e^(-x)) on paper, once for a positive and once for a negative x; "
        "the result has the shape of x.",
    )


@graded("the sigmoid of other arrays", points=0.5, hidden=True)
def test_value_hidden(sigmoid):
    x = draw("value").uniform(-6, 6, size=(2, 3, 4))
    want = 0.5 + 0.5 * np.tanh(x / 2)
    about = "Some values of the sigmoid are off; read section 1 again."
    expect_hidden(sigmoid(x), want, about)


@graded("the slope, as a function of the input", points=0.5)
def test_slope_public(sigmoid_derivative):
    # 1/2 * 1/2, 3/4 * 1/4, 9/10 * 1/10
    expect(
        "sigmoid_derivative([[0, ln 3], [-ln 3, ln 9]])",
        sigmoid_derivative(np.array([[0.0, LN3], [-LN3, 2 * LN3]])),
        [[0.25, 0.1875], [0.1875, 0.09]],
        "the slope at x is sigma(x) times (1 - sigma(x)); x is the input, not the output. It is "
        "the same for x and -x, and largest at 0.",
    )


@graded("the slope of other arrays, against differences", points=0.5, hidden=True)
def test_slope_hidden(sigmoid_derivative):
    x, h = draw("slope").uniform(-4, 4, size=(3, 5)), 1e-5
    want = (np.tanh((x + h) / 2) - np.tanh((x - h) / 2)) / (4 * h)
    about = "The slope of the sigmoid is off; read section 1 again."
    expect_hidden(sigmoid_derivative(x), want, about)


@graded("large inputs of both signs give no warning", points=0.5)
def test_overflow_public(sigmoid, sigmoid_derivative):
    x = [-1000.0, -100.0, 100.0, 1000.0]
    cause = (
        "some exponential gets a large positive argument (np.where computes both of its sides): "
        "use exp(-|x|), which is never above 1."
    )
    for function, call, want, level in (
        (sigmoid, "sigmoid([-1000, -100, 100, 1000])", [0.0, 0.0, 1.0, 1.0], "0 and 1"),
        (sigmoid_derivative, "sigmoid_derivative([-1000, -100, 100, 1000])", [0.0] * 4, "0"),
    ):
        got = watched(function, x)
        expect(call, got["values"], want, f"far out on the two sides it is {level}.")
        expect(f"warnings of {call}", got["warnings"], [], cause)


@graded("other large inputs, also in float32", points=0.5, hidden=True)
def test_overflow_hidden(sigmoid, sigmoid_derivative):
    rng = draw("overflow")
    size = np.concatenate([rng.uniform(100, 700, size=3), rng.uniform(800, 9000, size=2)])
    sign = np.array([-1.0, 1.0, -1.0, 1.0, -1.0])
    about = "Large inputs are not handled without a warning; read section 1 again."
    for dtype in ("float32", "float64"):
        for function, want in ((sigmoid, (sign + 1) / 2), (sigmoid_derivative, 0 * sign)):
            got = watched(function, (sign * size).astype(dtype))
            expect_hidden(got["values"], want, about)
            expect_hidden(got["warnings"], [], about)


@graded("a small slope keeps its digits in float32", points=0.5)
def test_digits_public(sigmoid_derivative):
    # the slope is e^-|x| / (1 + e^-|x|)^2, and what is below is 1 to nine digits
    expect(
        "log(sigmoid_derivative([-20, 20, 40])) of float32 inputs",
        log_slope(sigmoid_derivative, [-20.0, 20.0, 40.0]),
        np.array([-20.0, -20.0, -40.0]),
        "far out the slope falls like e^-|x|. The logarithm of 0 is -inf: 1 - sigma(x) was rounded "
        "to 0, so write it as sigma(-x), or the whole slope with e = exp(-|x|). Do not clip x.",
        rtol=0,
        atol=1e-3,
    )


@graded("the digits of other small slopes", points=0.5, hidden=True)
def test_digits_hidden(sigmoid_derivative):
    size = np.float32(draw("digits").uniform(38, 60, size=4))
    x = size * np.array([-1, 1, 1, -1], dtype="float32")
    want = -np.log(4 * np.cosh(x.astype("float64") / 2) ** 2)
    about = "A small slope loses its digits in float32; read section 1 again."
    expect_hidden(log_slope(sigmoid_derivative, x), want, about, rtol=0, atol=1e-3)
