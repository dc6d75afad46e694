"""a01_q4_decay: a line through the logarithms of the norms."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, parts

OK_FORMAT = False
name = "a01_q4_decay"
section = "4. One number for the decay"
outcome, co, po, part = "LO-1", ["CO-1", "CO-4"], ["PO-2", "PO-4"], "analysis"

RETURNS = ("factor", "output_norm")


def scattered(rng, layers):
    """Return norms near a geometric sequence: a random slope, and random noise on it."""
    return np.exp(rng.uniform(-1, 1) * np.arange(layers) + rng.normal(size=layers))


def line_of(norms):
    """Return factor and output norm from the normal equations, written out."""
    y, t = np.log(norms), np.arange(len(norms))[::-1]
    a = np.stack([t, np.ones(len(t))], axis=1)
    slope, intercept = np.linalg.solve(a.T @ a, a.T @ y)
    return np.exp(slope), np.exp(intercept)


@graded("the factor of one step towards the input, from all layers", points=0.5)
def test_factor_public(fit_decay):
    call = "fit_decay([0.001, 0.01, 0.1])"
    factor, _ = parts(call, fit_decay([0.001, 0.01, 0.1]), RETURNS)
    cause = (
        "each step TOWARDS THE INPUT divides by ten. Undo the logarithm with its own inverse: "
        "exp for log, a power of ten for log10."
    )
    expect(f"factor of {call}", factor, 0.1, cause, rtol=1e-4)
    call = "fit_decay([0.0001, 0.0001, 1, 0.01])"
    factor, _ = parts(call, fit_decay([1e-4, 1e-4, 1.0, 1e-2]), RETURNS)
    # log10: -4, -4, 0, -2 at t = 3, 2, 1, 0; slope (1.5 * (-4 + 2) + 0.5 * (-4 - 0)) / 5 = -1
    cause = "all layers have a say: fit a line through the logarithms (least squares)."
    expect(f"factor of {call}", factor, 0.1, cause, rtol=1e-4)


@graded("the factor of other norms, falling or growing", points=0.5, hidden=True)
def test_factor_hidden(fit_decay):
    rng = draw("factor")
    about = "The factor per layer is off; read section 4 again."
    for _ in range(3):
        norms = scattered(rng, int(rng.integers(4, 12)))
        factor, _ = parts(about, fit_decay(norms.tolist()), RETURNS)
        expect_hidden(factor, line_of(norms)[0], about, rtol=1e-4)


@graded("the fitted norm at the last layer", points=0.5)
def test_output_public(fit_decay):
    call = "fit_decay([0.001, 0.01, 0.1])"
    _, output_norm = parts(call, fit_decay([0.001, 0.01, 0.1]), RETURNS)
    cause = "the last layer is 0 steps back, so count the steps from the output: 2, 1, 0."
    expect(f"output_norm of {call}", output_norm, 0.1, cause, rtol=1e-4)
    call = "fit_decay([0.0001, 0.0001, 1, 0.01])"
    _, output_norm = parts(call, fit_decay([1e-4, 1e-4, 1.0, 1e-2]), RETURNS)
    # the mean of the logarithms is -2.5 at t = 1.5, so the line is at -1 for t = 0
    cause = "take the line's height at the last layer, not the norm that was measured there."
    expect(f"output_norm of {call}", output_norm, 0.1, cause, rtol=1e-4)


@graded("the fitted norm of other layers", points=0.5, hidden=True)
def test_output_hidden(fit_decay):
    rng = draw("output")
    about = "The fitted norm at the last layer is off; read section 4 again."
    for _ in range(3):
        norms = scattered(rng, int(rng.integers(4, 12)))
        _, output_norm = parts(about, fit_decay(norms.tolist()), RETURNS)
        expect_hidden(output_norm, line_of(norms)[1], about, rtol=1e-4)


@graded("norms far below 1e-12 are fitted, too", points=0.5)
def test_tiny_public(fit_decay):
    call = "fit_decay([1e-22, 1e-20, 1e-18])"
    _, output_norm = parts(call, fit_decay([1e-22, 1e-20, 1e-18]), RETURNS)
    cause = "add nothing to the norms before the logarithm: zeros have been refused already."
    expect(f"output_norm of {call}", output_norm, 1e-18, cause, rtol=1e-4, atol=0)


@graded("other tiny norms", points=0.5, hidden=True)
def test_tiny_hidden(fit_decay):
    rng = draw("tiny")
    last, factor = 10.0 ** rng.uniform(-20, -16), float(rng.uniform(0.1, 0.5))
    norms = [last * factor**t for t in range(int(rng.integers(4, 9)))][::-1]
    about = "Very small norms are not fitted; read section 4 again."
    _, output_norm = parts(about, fit_decay(norms), RETURNS)
    expect_hidden(output_norm, last, about, rtol=1e-4, atol=0)
