"""What activation functions preserve: expectations, the gain, depth, the matrix, the advice."""

import math

import numpy as np
import pytest
from scipy import integrate
from scipy.stats import norm

from solutions.activations import (
    ACTIVATIONS,
    Activation,
    gaussian_mean,
    gradient_gain,
    gradient_through_depth,
    mean_squared_derivative,
    performance_matrix,
    rank_by_preservation,
    recommend,
)

ALL = pytest.mark.parametrize("name", ACTIVATIONS)


def quadrature(g):
    """E[g(z)] by SciPy, on each side of the kink at 0."""
    halves = [
        integrate.quad(lambda z: float(g(z)) * norm.pdf(z), a, b)[0] for a, b in ((-10, 0), (0, 10))
    ]
    return sum(halves)


@pytest.mark.parametrize(("power", "moment"), [(0, 1), (1, 0), (2, 1), (3, 0), (4, 3), (6, 15)])
def test_gaussian_mean_has_the_moments_of_the_normal(power, moment):
    assert gaussian_mean(lambda z: z**power) == pytest.approx(moment, abs=1e-5)


@ALL
def test_mean_squared_derivative_matches_quadrature(name):
    _, df = ACTIVATIONS[name]
    expected = quadrature(lambda z: df(z) ** 2)
    assert mean_squared_derivative(df) == pytest.approx(expected, rel=1e-5)


@ALL
def test_gradient_gain_matches_quadrature(name):
    f, df = ACTIVATIONS[name]
    expected = quadrature(lambda z: df(z) ** 2) / quadrature(lambda z: f(z) ** 2)
    assert gradient_gain(f, df) == pytest.approx(expected, rel=1e-5)


def test_gradient_gain_of_homogeneous_functions_is_one():
    # f(z) = f'(z) z: both moments are (1 + a^2) / 2
    for name in ("relu", "leaky_relu", "prelu"):
        assert gradient_gain(*ACTIVATIONS[name]) == pytest.approx(1, abs=1e-5)


def test_gradient_gain_does_not_depend_on_the_scale_of_the_function():
    f, df = ACTIVATIONS["tanh"]
    scaled = gradient_gain(lambda z: 7 * f(z), lambda z: 7 * df(z))
    assert scaled == pytest.approx(gradient_gain(f, df), rel=1e-12)


@pytest.mark.parametrize("value", [0.0, math.nan])
def test_a_function_without_a_signal_is_refused(value):
    f = Activation(lambda z: np.full_like(z, value), np.zeros_like)
    with pytest.raises(ValueError, match=r"must not be 0 everywhere. Received: "):
        gradient_gain(*f)
    with pytest.raises(ValueError, match=r"must not be 0 everywhere. Received: "):
        gradient_through_depth(*f, depth=2, width=3)
    with pytest.raises(ValueError, match=r"must not be 0 everywhere. Received: "):
        performance_matrix({"flat": f}, depth=2)


@pytest.mark.parametrize("name", ["tanh", "relu", "gelu"])
def test_gradient_through_depth_is_the_gradient_of_the_forward_pass(name):
    f, df = ACTIVATIONS[name]
    width, depth = 4, 3
    rng = np.random.default_rng(5)
    std = 1 / math.sqrt(width * quadrature(lambda z: f(z) ** 2))
    z_0 = rng.normal(size=width)
    weights = [rng.normal(scale=std, size=(width, width)) for _ in range(depth)]
    g = rng.normal(size=width)

    def objective(z):
        for w in weights:
            z = w @ f(z)
        return g @ z

    steps = 1e-6 * np.eye(width)
    numeric = [(objective(z_0 + s) - objective(z_0 - s)) / 2e-6 for s in steps]
    norms = gradient_through_depth(f, df, depth, width, seed=5)
    assert norms.shape == (depth + 1,)
    assert norms[0] == 1
    # the standard deviations of the two agree to 1e-6, the differences to 1e-8
    assert norms[-1] == pytest.approx(np.linalg.norm(numeric) / np.linalg.norm(g), rel=1e-4)


def test_gradient_through_depth_follows_the_gain():
    # 20 layers of 256 units: over 40 seeds the log norm was -18.85 with a standard deviation
    # of 0.23, and 10 log(gain) is -18.78. A mean of 5 seeds has SE 0.10; 5 SE = 0.52, false
    # alarms 6e-7.
    f, df = ACTIVATIONS["sigmoid"]
    logs = [np.log(gradient_through_depth(f, df, 20, seed=seed)[-1]) for seed in range(5)]
    assert np.mean(logs) == pytest.approx(10 * np.log(gradient_gain(f, df)), abs=0.55)


@pytest.mark.parametrize("wrong", [{"depth": 0}, {"depth": 1, "width": 0}])
def test_gradient_through_depth_refuses(wrong):
    with pytest.raises(ValueError, match="depth and width must be at least 1"):
        gradient_through_depth(*ACTIVATIONS["relu"], **wrong)


def test_performance_matrix():
    rows = {row.name: row for row in performance_matrix(depth=3, seeds=2)}
    assert list(rows) == list(ACTIVATIONS)
    assert rows["sigmoid"].max_slope == 0.25
    assert rows["relu"].mean_output == pytest.approx(1 / math.sqrt(2 * math.pi), rel=1e-5)
    assert rows["relu"].dead_share == pytest.approx(0.5, abs=1e-6)
    assert rows["leaky_relu"].dead_share == 0
    assert rows["tanh"].mean_output == pytest.approx(0, abs=1e-12)
    assert rows["gelu"].max_slope == pytest.approx(1.1289, abs=1e-4)
    assert rows["sigmoid"].deep_gradient < 0.2 < rows["relu"].deep_gradient


def test_performance_matrix_needs_a_seed():
    with pytest.raises(ValueError, match=r"seeds must be at least 1. Received: seeds=0"):
        performance_matrix({"relu": ACTIVATIONS["relu"]}, depth=2, seeds=0)


def test_ranking_is_symmetric_about_one_and_stable():
    gains = {"a": 2.0, "b": 0.5, "c": 0.9, "d": 1.2, "e": 1.0}
    assert rank_by_preservation(gains) == ["e", "c", "d", "a", "b"]


@pytest.mark.parametrize("gain", [0.0, -1.0, math.nan])
def test_ranking_refuses(gain):
    with pytest.raises(ValueError, match=r"gains must be positive. Received: a="):
        rank_by_preservation({"a": gain})


@pytest.mark.parametrize(
    ("situation", "activation"),
    [
        ("hidden", "relu"),
        ("dying_relu", "leaky_relu"),
        ("zero_centred", "elu"),
        ("vision", "swish"),
        ("transformer", "gelu"),
        ("recurrent", "tanh"),
        ("gate", "sigmoid"),
        ("binary_output", "sigmoid"),
        ("multilabel_output", "sigmoid"),
        ("multiclass_output", "softmax"),
        ("regression_output", "linear"),
    ],
)
def test_recommendation(situation, activation):
    advice = recommend(situation)
    assert advice.activation == activation
    assert advice.reason


def test_recommendation_refuses_and_lists():
    with pytest.raises(ValueError, match=r"hidden, dying_relu.*Received: situation='deep'"):
        recommend("deep")
