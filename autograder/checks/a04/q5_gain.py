"""a04_q5_gain: what one layer does to a gradient, as a number, and the ranking that follows."""

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a04_q5_gain"
section = "5. A number for each valve"
outcome, co, po, part = "LO-1", ["CO-4", "CO-5"], ["PO-2", "PO-4"], "analysis"


@probe
def measure(function, *made_of):
    """Call a function with functions of z: each a polynomial for z <= 0 and one for z > 0."""
    import numpy as np

    def piecewise(left, right):
        polynomial = np.polynomial.polynomial.polyval
        return lambda z: np.where(z > 0, polynomial(z, right), polynomial(z, left))

    return float(function(*[piecewise(left, right) for left, right in made_of]))


def both(*coefficients):
    """Return the same polynomial for both sides, lowest power first."""
    return [list(coefficients)] * 2


RELU, STEP = [[0.0], [0.0, 1.0]], [[0.0], [1.0]]


@graded("the mean of the squared slope", points=0.5)
def test_slope_public(mean_squared_derivative):
    cause = "square the slope at every z, then take the mean of the squares with gaussian_mean."
    call = "mean_squared_derivative of the slope 1/4 everywhere"
    expect(call, measure(mean_squared_derivative, both(0.25)), 0.0625, cause, rtol=1e-3)
    call = "mean_squared_derivative of ReLU's slope, 0 on one half of all z and 1 on the other"
    expect(call, measure(mean_squared_derivative, STEP), 0.5, cause, rtol=1e-3)
    call = "mean_squared_derivative of the slope z (E[z^2] = 1)"
    expect(call, measure(mean_squared_derivative, both(0.0, 1.0)), 1.0, cause, rtol=1e-3)


@graded("the mean of other squared slopes", points=0.5, hidden=True)
def test_slope_hidden(mean_squared_derivative):
    a, b, c, d = draw("slope").uniform(0.5, 1.5, size=4)
    about = "The mean of the squared slope is off; read section 5 again."
    # E[(a + b z)^2] = a^2 + b^2, and each half of a symmetric distribution is worth a half
    got = measure(mean_squared_derivative, both(a, b))
    expect_hidden(got, a**2 + b**2, about, rtol=1e-3)
    got = measure(mean_squared_derivative, [[-c], [d]])
    expect_hidden(got, (c**2 + d**2) / 2, about, rtol=1e-3)


@graded("the gain of a layer", points=0.5)
def test_gain_public(gradient_gain):
    cause = "divide the mean squared slope by the mean square of the function, which is given."
    # E[(2 z)^2] = 4 over E[(z^2)^2] = E[z^4] = 3
    got = measure(gradient_gain, both(0.0, 0.0, 1.0), both(0.0, 2.0))
    expect("gradient_gain of f(z) = z^2 (E[z^4] = 3)", got, 4 / 3, cause, rtol=1e-3)
    # 1 over E[(z + 1)^2] = 2
    cause = "a constant costs weight too: the mean square of z + 1 is 2, its variance is 1."
    got = measure(gradient_gain, both(1.0, 1.0), both(1.0))
    expect("gradient_gain of f(z) = z + 1", got, 0.5, cause, rtol=1e-3)
    cause = "ReLU halves signal and gradient alike, and the weights make up for both."
    expect("gradient_gain of ReLU", measure(gradient_gain, RELU, STEP), 1.0, cause, rtol=1e-3)


@graded("the gain of other layers", points=0.5, hidden=True)
def test_gain_hidden(gradient_gain):
    a, b, c = draw("gain").uniform(0.5, 1.5, size=3)
    about = "The gain of a layer is off; read section 5 again."
    # f = a + b z + c z^2: E[f'^2] = b^2 + 4 c^2, E[f^2] = a^2 + b^2 + 3 c^2 + 2 a c
    want = (b**2 + 4 * c**2) / (a**2 + b**2 + 3 * c**2 + 2 * a * c)
    got = measure(gradient_gain, both(a, b, c), both(b, 2 * c))
    expect_hidden(got, want, about, rtol=1e-3)


@graded("the ranking: half is as bad as double", points=0.5)
def test_rank_public(rank_by_preservation):
    gains = {"A": 2.0, "B": 0.4, "C": 1.5, "D": 0.9}
    expect(
        "rank_by_preservation({'A': 2, 'B': 0.4, 'C': 1.5, 'D': 0.9})",
        rank_by_preservation(gains),
        ["D", "C", "A", "B"],
        "sort by |log(gain)|, smallest first. A layer of gain 0.4 needs one of gain 2.5 to make up "
        "for it, so 0.4 is farther from 1 than 2 is.",
    )


@graded("other rankings", points=0.5, hidden=True)
def test_rank_hidden(rank_by_preservation):
    rng = draw("rank")
    high, low = float(rng.uniform(2, 4)), float(rng.uniform(0.7, 0.8))
    gains = {"p": high, "q": low / high, "r": 1.05, "s": low, "t": 0.01}
    about = "The ranking is off; read section 5 again."
    names = [str(one) for one in rng.permutation(list(gains))]
    got = rank_by_preservation({one: gains[one] for one in names})
    expect_hidden(got, ["r", "s", "p", "q", "t"], about)
