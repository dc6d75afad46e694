"""a05_q3_draw_weights: a variance becomes numbers, in three distributions.

What is tested is the distribution, never the stream of numbers: n = 10^5 weights, and five standard
errors, so that one comparison fails a right answer about once in two million draws. The variance of
a sample has the standard error v sqrt((kurtosis - 1) / n), 1.8 for the uniform distribution, 3 for
the normal one, 2.37 where it is cut at two standard deviations.
"""

import math

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded

OK_FORMAT = False
name = "a05_q3_draw_weights"
section = "3. From a variance to weights"
outcome, co, po, part = "LO-2", ["CO-2"], ["PO-1", "PO-3"], "practical"

SHAPE, N = (250, 400), 100_000
KURTOSIS = {"uniform": 1.8, "normal": 3.0, "truncated_normal": 2.37}


def five_errors(distribution):
    """Return five standard errors of the sample variance, relative to the variance."""
    return 5 * math.sqrt((KURTOSIS[distribution] - 1) / N)


def measure(weights, variance):
    """Return mean, variance and largest |w| of the weights, in units of what was asked for."""
    w = np.asarray(weights, dtype="float64") / math.sqrt(variance)
    if w.shape != SHAPE:
        raise AssertionError(f"the weights have the shape {w.shape}, not {SHAPE}")
    return w.mean(), w.var(), np.abs(w).max()


def expect_moments(call, got, distribution, cause):
    """Check mean and variance of a public case."""
    mean, variance, _ = got
    expect(f"variance / 0.04 of {call}", variance, 1.0, cause, five_errors(distribution), 0)
    expect(f"mean / 0.2 of {call}", mean, 0.0, "weights have mean 0.", 0, 5 / math.sqrt(N))


def expect_moments_hidden(got, distribution, about):
    """Check mean and variance of a hidden case."""
    expect_hidden(got[1], 1.0, about, five_errors(distribution), 0)
    expect_hidden(got[0], 0.0, about, 0, 5 / math.sqrt(N))


@graded("uniform: the variance, and the limit that gives it", points=0.5)
def test_uniform_public(draw_weights):
    call = 'draw_weights((250, 400), 0.04, "uniform", seed=1)'
    got = measure(draw_weights(SHAPE, 0.04, "uniform", seed=1), 0.04)
    cause = "on [-limit, limit] the variance is limit^2 / 3, so the limit is sqrt(3 * variance)."
    expect_moments(call, got, "uniform", cause)
    # the largest of 10^5 values misses the limit by 1e-3 once in e^100 draws
    expect(f"largest |w| / 0.2 of {call}", got[2], math.sqrt(3), cause, rtol=1e-3)


@graded("uniform, another variance", points=0.5, hidden=True)
def test_uniform_hidden(draw_weights):
    rng = draw("uniform")
    variance, seed = float(rng.uniform(0.002, 0.5)), int(rng.integers(1, 10**6))
    about = "The uniform weights do not have the variance or the limit; read section 3 again."
    got = measure(draw_weights(SHAPE, variance, "uniform", seed=seed), variance)
    expect_moments_hidden(got, "uniform", about)
    expect_hidden(got[2], math.sqrt(3), about, rtol=1e-3)


@graded("normal: the variance, and tails that nobody cut off", points=0.5)
def test_normal_public(draw_weights):
    call = 'draw_weights((250, 400), 0.04, "normal", seed=2)'
    got = measure(draw_weights(SHAPE, 0.04, "normal", seed=2), 0.04)
    expect_moments(call, got, "normal", "a generator takes the deviation, sqrt(variance).")
    cause = "of 10^5 normal numbers about 270 lie beyond three deviations: do not truncate here."
    expect(f"is some |w| of {call} over three deviations", bool(got[2] > 3), True, cause)
    expect(f"is every |w| of {call} under seven deviations", bool(got[2] < 7), True, cause)


@graded("normal, another variance", points=0.5, hidden=True)
def test_normal_hidden(draw_weights):
    rng = draw("normal")
    variance, seed = float(rng.uniform(0.002, 0.5)), int(rng.integers(1, 10**6))
    about = "The normal weights do not have the variance or the tails; read section 3 again."
    got = measure(draw_weights(SHAPE, variance, "normal", seed=seed), variance)
    expect_moments_hidden(got, "normal", about)
    expect_hidden(bool(3 < got[2] < 7), True, about)


@graded("truncated normal: the variance of what is left after the cut", points=0.5)
def test_truncated_public(draw_weights):
    call = 'draw_weights((250, 400), 0.04, "truncated_normal", seed=3)'
    got = measure(draw_weights(SHAPE, 0.04, "truncated_normal", seed=3), 0.04)
    cause = (
        "what the cut leaves has 0.7737 of the variance: start from a normal distribution that "
        "is 1 / 0.8796 wider, and draw again what lies outside, do not move it to the edge."
    )
    expect_moments(call, got, "truncated_normal", cause)
    expect(f"largest |w| / 0.2 of {call}", got[2], 2 / 0.87962566, cause, rtol=0.01)


@graded("truncated normal, another variance", points=0.5, hidden=True)
def test_truncated_hidden(draw_weights):
    rng = draw("truncated")
    variance, seed = float(rng.uniform(0.002, 0.5)), int(rng.integers(1, 10**6))
    about = "The truncated weights do not have the variance or the cut; read section 3 again."
    got = measure(draw_weights(SHAPE, variance, "truncated_normal", seed=seed), variance)
    expect_moments_hidden(got, "truncated_normal", about)
    expect_hidden(got[2], 2 / 0.87962566, about, rtol=0.01)


@graded("the seed decides: the same one repeats, another one does not", points=0.5)
def test_seed_public(draw_weights):
    first, again, other = (
        np.asarray(draw_weights((3, 4), 1.0, "uniform", seed=seed)) for seed in (5, 5, 6)
    )
    cause = "pass the seed on, as it is, to the function of keras.random."
    expect("shape of draw_weights((3, 4), 1.0, ...)", list(first.shape), [3, 4], cause)
    expect("are two draws with seed=5 equal", bool(np.all(first == again)), True, cause)
    expect("are seed=5 and seed=6 equal", bool(np.all(first == other)), False, cause)


@graded("the seed decides in every distribution", points=0.5, hidden=True)
def test_seed_hidden(draw_weights):
    seed = int(draw("seed").integers(10, 10**6))
    about = "Equal seeds do not repeat, or other seeds do; read section 3 again."
    for distribution in KURTOSIS:
        first, again, other = (
            np.asarray(draw_weights((2, 5), 0.1, distribution, seed=s))
            for s in (seed, seed, seed + 1)
        )
        expect_hidden(list(first.shape), [2, 5], about)
        expect_hidden(bool(np.all(first == again)), True, about)
        expect_hidden(bool(np.all(first == other)), False, about)
