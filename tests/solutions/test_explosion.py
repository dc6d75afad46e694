"""Exploding gradients: severity, norm, trend and amplification."""

import math

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions.explosion import (
    explosion_growth,
    gradient_norm,
    growth_rate,
    layer_gain,
    measured_growth,
    severity,
    steps_to_threshold,
)

NAN, INF = math.nan, math.inf

# severity


@pytest.mark.parametrize(
    ("norm", "expected"),
    [
        (0.0, "NORMAL"),
        (10.0, "NORMAL"),
        (10.001, "WARNING"),
        (100.0, "WARNING"),
        (100.001, "EXPLOSION"),
        (1e4, "EXPLOSION"),
        (1e4 + 1, "CRITICAL"),
        (1e300, "CRITICAL"),
        (INF, "OVERFLOW"),
        (NAN, "OVERFLOW"),
    ],
)
def test_severity_table(norm, expected):
    assert severity(norm).name == expected


@settings(deadline=None)
@given(st.floats(0, 1e9), st.floats(0, 1e9))
def test_severity_rises_with_the_norm(a, b):
    assert severity(min(a, b), 3.0) <= severity(max(a, b), 3.0) < severity(NAN, 3.0)


@pytest.mark.parametrize("threshold", [0, -1.0, NAN, INF])
def test_severity_refuses_a_threshold(threshold):
    with pytest.raises(ValueError, match=r"threshold must be positive and finite. Received: "):
        severity(1.0, threshold)


def test_severity_refuses_a_negative_norm():
    with pytest.raises(ValueError, match=r"norm must be at least 0. Received: norm=-1"):
        severity(-1.0)


# the norm


def test_norm_is_that_of_all_gradients_together():
    rng = np.random.default_rng(0)
    parts = [rng.normal(size=shape) for shape in ((3, 4), (4,), (2, 2, 2))]
    together = np.concatenate([part.ravel() for part in parts])
    mixed = [tf.constant(parts[0]), None, *parts[1:]]
    # the sum of the norms would be 72 % off
    assert gradient_norm(mixed) == pytest.approx(np.linalg.norm(together), rel=1e-12)


def test_norm_of_large_float32_gradients_is_finite():
    assert gradient_norm([tf.constant([3e30, 4e30])]) == pytest.approx(5e30, rel=1e-6)


@pytest.mark.parametrize("bad", [NAN, INF, -INF])
def test_norm_of_broken_gradients_is_not_finite(bad):
    assert not math.isfinite(gradient_norm([tf.ones(3), tf.constant([0.0, bad])]))


def test_norm_of_sparse_gradients_adds_repeated_rows():
    sparse = tf.IndexedSlices(tf.constant([[3.0], [1.0]]), tf.constant([2, 2]), tf.constant([5, 1]))
    assert gradient_norm([sparse]) == 4.0  # one row of 3 + 1


@pytest.mark.parametrize("gradients", [[], [None, None]])
def test_norm_refuses_nothing(gradients):
    with pytest.raises(ValueError, match=r"at least one tensor. Received: "):
        gradient_norm(gradients)


@pytest.mark.parametrize("gradients", [tf.ones((2, 2)), (g for g in (np.ones(2), np.ones(2)))])
def test_norm_refuses_what_is_no_list(gradients):
    # a tensor would be read row by row, and a generator is empty after one look
    with pytest.raises(TypeError, match="must be a list or tuple"):
        gradient_norm(gradients)


# the trend


@settings(deadline=None, max_examples=50)
@given(st.floats(0.1, 10), st.floats(1e-3, 1e3), st.integers(2, 8))
def test_growth_rate_recovers_geometric_growth(rate, start, window):
    norms = [start * rate**t for t in range(window)]
    assert growth_rate(norms, window) == pytest.approx(rate, rel=1e-9)


def test_growth_rate_matches_the_normal_equations():
    norms = np.random.default_rng(0).uniform(0.1, 10, size=5)
    t, v = np.arange(5.0), np.log(norms)
    slope = ((t - t.mean()) * (v - v.mean())).sum() / ((t - t.mean()) ** 2).sum()
    assert growth_rate(norms) == pytest.approx(np.exp(slope), rel=1e-10)


def test_growth_rate_sees_only_the_window():
    assert growth_rate([1e9, 1e9, 1.0, 2.0, 4.0], window=3) == pytest.approx(2.0, rel=1e-9)


def test_growth_rate_skips_what_has_no_logarithm():
    assert growth_rate([1.0, NAN, 2.0, INF, 0.0, 4.0], window=3) == pytest.approx(2.0, rel=1e-9)


def test_growth_rate_needs_a_full_window():
    assert math.isnan(growth_rate([]))
    assert math.isnan(growth_rate([1.0, 2.0, NAN, 4.0, 8.0], window=5))
    with pytest.raises(ValueError, match="window must be at least 2"):
        growth_rate([1.0, 2.0], window=1)


def test_growth_rate_refuses_a_negative_norm():
    with pytest.raises(ValueError, match=r"norms must be at least 0. Received: norms=\[1.0, -2.0"):
        growth_rate([1.0, -2.0, 4.0], window=2)


@settings(deadline=None)
@given(st.floats(1e-6, 99), st.floats(1.01, 100))
def test_steps_to_threshold_round_trip(norm, rate):
    assert norm * rate ** steps_to_threshold(norm, rate) == pytest.approx(100, rel=1e-6)


@pytest.mark.parametrize(
    ("norm", "rate", "expected"),
    [(200, 0.5, 0), (INF, 2, 0), (100, NAN, 0), (1, 1.0, INF), (1, NAN, INF), (0, 2.0, INF)],
)
def test_steps_to_threshold_at_the_edges(norm, rate, expected):
    assert steps_to_threshold(norm, rate) == expected


@pytest.mark.parametrize(
    "wrong",
    [
        {"norm": -1, "rate": 2},
        {"norm": NAN, "rate": 2},
        {"norm": 1, "rate": 2, "threshold": 0},
        {"norm": 1, "rate": 2, "threshold": NAN},
    ],
)
def test_steps_to_threshold_refuses(wrong):
    with pytest.raises(ValueError, match="Received: "):
        steps_to_threshold(**wrong)


# amplification


def test_explosion_growth_by_hand():
    assert layer_gain(2.0, 64) == 16.0
    assert explosion_growth(2.0, 64, 5) == 16.0**5
    assert explosion_growth(0.125, 64, 100) == 1.0
    assert explosion_growth(3.0, 7, 0) == 1.0


def test_growth_beyond_a_float_is_infinite_and_silent():
    with np.errstate(all="raise"):
        assert explosion_growth(20.0, 100, 1000) == INF
        sizes = measured_growth(1e200, 3, 4)
    # norms square: from 1e154 on they are infinite
    assert sizes.tolist() == [1.0, INF, INF, INF, INF]


@pytest.mark.parametrize("seed", range(5))
def test_measured_growth_agrees_with_the_prediction(seed):
    # ||x_1||^2 / ||x_0||^2 is stddev^2 chi2(1000): relative SE of the root 1/sqrt(2000) = 2.2 % a
    # layer, 3.9 % after 3; 5 SE = 19 %, false alarms 6e-7. mean|w| for stddev would be 49 % off.
    growth = measured_growth(2.0, 1000, 3, seed)
    assert growth[0] == 1.0
    assert growth[-1] == pytest.approx(explosion_growth(2.0, 1000, 3), rel=0.19)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: layer_gain(-1.0, 3), "stddev must be at least 0"),
        (lambda: layer_gain(NAN, 3), "stddev must be at least 0"),
        (lambda: layer_gain(1.0, 0), "fan_in must be at least 1"),
        (lambda: layer_gain(1.0, NAN), "fan_in must be at least 1"),
        (lambda: explosion_growth(1.0, 3, -1), "depth must be at least 0"),
        (lambda: measured_growth(1.0, 3, -1), "stddev and depth must be at least 0"),
        (lambda: measured_growth(NAN, 3, 1), "stddev and depth must be at least 0"),
        (lambda: measured_growth(INF, 3, 1), "stddev and depth must be at least 0 and finite"),
        (lambda: measured_growth(1.0, 0, 1), "width must be at least 1"),
    ],
)
def test_growth_refuses(call, message):
    with pytest.raises(ValueError, match=message):
        call()
