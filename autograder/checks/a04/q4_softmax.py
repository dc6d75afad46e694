"""a04_q4_softmax: scores to probabilities along an axis, and a vector back through it."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a04_q4_softmax"
section = "4. Scores to probabilities, and back: softmax"
outcome, co, po, part = "LO-2", ["CO-1", "CO-2"], ["PO-1", "PO-3"], "practical"

LN2, LN3 = 0.6931471805599453, 1.0986122886681098


@probe
def watched(function, z):
    """Return what a function makes of z, and which warnings of NumPy it causes."""
    import warnings

    import numpy as np

    loud = np.errstate(over="warn", invalid="warn", divide="warn")
    with warnings.catch_warnings(record=True) as caught, loud:
        warnings.simplefilter("always")
        values = function(np.asarray(z))
    texts = {str(one.message) for one in caught if issubclass(one.category, RuntimeWarning)}
    return {"values": np.asarray(values, dtype="float64"), "warnings": sorted(texts)}


def odds(z):
    """Return softmax of a vector: 1 / s_i is the sum of all e^(z_j - z_i)."""
    return np.array([1 / np.sum(np.exp(z - own)) for own in z])


@graded("the values, along the axis that is asked for", points=0.5)
def test_values_public(softmax):
    # e^0 = 1 and e^(ln 3) = 3: 1/4 and 3/4
    cause = "divide each exponential by the sum of all exponentials."
    expect("softmax([0, ln 3])", softmax(np.array([0.0, LN3])), [0.25, 0.75], cause)
    cause = "each row sums to 1: sum along the axis, with keepdims=True, so that rows meet rows."
    got = softmax(np.array([[0.0, LN3], [0.0, 0.0]]), axis=1)
    expect("softmax([[0, ln 3], [0, 0]], axis=1)", got, [[0.25, 0.75], [0.5, 0.5]], cause)
    z = np.array([[0.0, 0.0, 0.0], [LN3, 0.0, 2 * LN2]])  # columns 1:3, 1:1, 1:4
    cause = "with axis=0 every column sums to 1: pass axis on to max and to sum."
    want = [[0.25, 0.5, 0.2], [0.75, 0.5, 0.8]]
    expect("softmax([[0, 0, 0], [ln 3, 0, ln 4]], axis=0)", softmax(z, axis=0), want, cause)


@graded("other shapes and axes", points=0.5, hidden=True)
def test_values_hidden(softmax):
    z = draw("values").normal(size=(2, 4, 3)) * 2
    about = "Softmax does not normalize along the axis that is asked for; read section 4 again."
    for axis in (0, 1, 2):
        want = np.apply_along_axis(odds, axis, z)
        expect_hidden(softmax(z, axis=axis), want, about)


@graded("large scores, rows far apart, no warning", points=0.5)
def test_large_public(softmax):
    call = "softmax([[1000, 1000 + ln 3], [-1000, -1000]])"
    got = watched(softmax, [[1000.0, 1000.0 + LN3], [-1000.0, -1000.0]])
    cause = (
        "subtract the largest score before the exponential, the largest of each row by itself; "
        "with one number for all rows, a row far below it becomes 0 / 0. Clipping changes the odds."
    )
    expect(call, got["values"], [[0.25, 0.75], [0.5, 0.5]], cause)
    expect(f"warnings of {call}", got["warnings"], [], cause)


@graded("other large scores: a shift changes nothing", points=0.5, hidden=True)
def test_large_hidden(softmax):
    rng = draw("large")
    z = rng.normal(size=(4, 3))
    shift = rng.uniform(2000, 9000, size=(4, 1)) * np.array([[1.0], [-1.0], [1.0], [-1.0]])
    got = watched(softmax, z + shift)
    about = "Large scores are not handled without a warning; read section 4 again."
    expect_hidden(got["values"], np.array([odds(row) for row in z]), about)
    expect_hidden(got["warnings"], [], about)


@graded("the product of Jacobian and vector, for each row", points=1)
def test_product_public(softmax_jvp):
    z = np.array([0.0, LN3])
    cause = (
        "z holds scores, so take their softmax s first. Every score moves every probability: what "
        "comes out is s times what is left of v when a sum over all entries is taken away."
    )
    # s = (1/4, 3/4): the first column of J is s_1 (1 - s_1) = 3/16 and -s_1 s_2 = -3/16
    got = softmax_jvp(z, np.array([1.0, 0.0]))
    expect("softmax_jvp([0, ln 3], [1, 0])", got, [0.1875, -0.1875], cause)
    # (2, 4) = 2 (1, 1) + (0, 2), and J (1, 1) = 0: twice the second column
    got = softmax_jvp(z, np.array([2.0, 4.0]))
    expect("softmax_jvp([0, ln 3], [2, 4])", got, [-0.375, 0.375], cause)
    cause = "each row has a sum of its own: axis=-1, with keepdims=True."
    got = softmax_jvp(np.array([[0.0, LN3], [0.0, 0.0]]), np.array([[1.0, 0.0], [1.0, 0.0]]))
    want = [[0.1875, -0.1875], [0.25, -0.25]]
    expect("softmax_jvp([[0, ln 3], [0, 0]], [[1, 0], [1, 0]])", got, want, cause)


@graded("the product, against differences of softmax", points=1, hidden=True)
def test_product_hidden(softmax_jvp):
    rng, h = draw("product"), 1e-5
    z, v = rng.normal(size=(2, 2, 3, 4)) * 1.5
    above, below = (np.apply_along_axis(odds, -1, z + step * v) for step in (h, -h))
    about = "The product of Jacobian and vector is off; read section 4 again."
    expect_hidden(softmax_jvp(z, v), (above - below) / (2 * h), about)
