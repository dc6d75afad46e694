"""Gradient statistics, metrics and verdict: the pure part of the monitor."""

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions.monitor import (
    find_problems,
    gradient_spread,
    gradient_statistics,
    health_metrics,
    interpret_gradient_health,
)

few = settings(deadline=None, max_examples=30)


# --- gradient_statistics ------------------------------------------------------------------------


def test_statistics_of_a_known_tensor():
    # norm sqrt(9 + 16) = 5; mean -1/4; variance (9 + 16)/4 - 1/16 = 99/16
    found = gradient_statistics([tf.constant([[3.0, -4.0], [0.0, 0.0]]), None, np.zeros(3)])
    first, second, third = found["tensors"]
    assert first["norm"] == 5.0
    assert first["mean"] == -0.25
    assert first["std"] == pytest.approx(np.sqrt(99) / 4, rel=1e-12)  # sample: 15 % more
    assert first["zeros"] == 0.5
    assert first["max_abs"] == 4.0
    assert second is None
    assert third == {"norm": 0.0, "mean": 0.0, "std": 0.0, "zeros": 1.0, "max_abs": 0.0}
    assert found["missing"] == 1


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_statistics_match_tensorflow(dtype):
    g = np.random.default_rng(0).normal(size=(4, 5, 2)).astype(dtype)
    [found] = gradient_statistics([g])["tensors"]
    # float32 rounding in TensorFlow: 1e-6
    assert found["norm"] == pytest.approx(float(tf.norm(g)), rel=1e-5)
    assert found["mean"] == pytest.approx(float(tf.reduce_mean(g)), rel=1e-5, abs=1e-7)
    assert found["std"] == pytest.approx(float(tf.math.reduce_std(g)), rel=1e-5)
    assert all(type(value) is float for value in found.values())


def test_statistics_survive_squares_outside_float32_and_show_nan():
    huge, broken = gradient_statistics([np.float32([3e25, 4e25]), np.float32([1, np.nan])])[
        "tensors"
    ]
    assert huge["norm"] == pytest.approx(5e25, rel=1e-6)
    assert np.isnan(broken["norm"])
    assert np.isnan(broken["max_abs"])


def test_statistics_refuse_what_is_no_list_of_gradients():
    with pytest.raises(TypeError, match="must be a list or tuple"):
        gradient_statistics(tf.ones(3))
    with pytest.raises(ValueError, match="Received: an empty list"):
        gradient_statistics([])
    with pytest.raises(ValueError, match="Received: 2 entries, all None"):
        gradient_statistics([None, None])


# --- health_metrics -----------------------------------------------------------------------------


def test_metrics_of_known_norms():
    # mean 2; population variance (4 + 0 + 4) / 3
    metrics = health_metrics([4.0, 2.0, 0.0])
    assert metrics == {
        "min_gradient": 0.0,
        "max_gradient": 4.0,
        "mean_gradient": 2.0,
        "std_gradient": pytest.approx(np.sqrt(8 / 3), rel=1e-12),
        "vanished_layers": 1,
        "weak_layers": 1,
        "layers": 3,
        "non_finite_layers": 0,
        "missing_layers": 0,
    }


def test_metrics_count_strictly_below_the_thresholds():
    metrics = health_metrics([1e-6, 0.999e-6, 1e-4, 0.999e-4, 1.0])
    assert metrics["vanished_layers"] == 1
    assert metrics["weak_layers"] == 3  # 1e-6 itself is weak and not vanished


def test_metrics_leave_out_what_is_not_finite_and_count_it():
    metrics = health_metrics([2.0, float("nan"), float("inf"), None, 4.0])
    assert (metrics["min_gradient"], metrics["max_gradient"]) == (2.0, 4.0)
    assert (metrics["mean_gradient"], metrics["std_gradient"]) == (3.0, 1.0)
    assert metrics["non_finite_layers"] == 2
    assert metrics["missing_layers"] == 1
    assert metrics["layers"] == 5


@pytest.mark.parametrize("norms", [[float("nan")], [None, float("inf")]])
def test_metrics_of_nothing_finite_are_nan(norms):
    metrics = health_metrics(norms)
    assert all(np.isnan(metrics[f"{key}_gradient"]) for key in ("min", "max", "mean", "std"))
    assert metrics["vanished_layers"] == metrics["weak_layers"] == 0


@few
@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_metrics_do_not_depend_on_order_and_obey_their_bounds(norms, random):
    metrics = health_metrics(norms)
    shuffled = health_metrics(random.sample(norms, len(norms)))
    assert shuffled == pytest.approx(metrics, rel=1e-9, abs=1e-9)
    n, low, high = len(norms), metrics["min_gradient"], metrics["max_gradient"]
    # what the lecture's expected outputs violate: the mean contains the largest norm
    assert metrics["mean_gradient"] >= (high + (n - 1) * low) / n * (1 - 1e-12)
    assert 0 <= metrics["vanished_layers"] <= metrics["weak_layers"] <= n


def test_metrics_refuse_no_norms_and_negative_ones():
    for nothing in ([], [None, None]):
        with pytest.raises(ValueError, match=f"not all of them None. Received: norms=\\{nothing}"):
            health_metrics(nothing)
    with pytest.raises(ValueError, match="never negative"):
        health_metrics([1.0, -1.0])


# --- the verdict --------------------------------------------------------------------------------

NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("norms", "findings"),
    [
        ([0.1, 1.0], {}),
        ([9e-5, 0.5], {}),  # one weak layer is accepted
        ([9e-5, 9e-5, 0.5], {"weak": "warning"}),
        ([9e-7, 5e-3], {"vanished": "critical"}),
        ([9e-7, 9e-5, 5e-3], {"vanished": "critical"}),  # not weak on top
        ([0.0, 0.5], {"vanished": "critical", "wide_spread": "warning"}),
        ([2e-6, 9e-6], {"all_vanished": "critical", "weak": "warning"}),
        ([0.0, 0.0], {"all_vanished": "critical", "vanished": "critical"}),
        ([10.0], {}),
        ([10.1], {"large": "warning"}),
        ([100.0], {"large": "warning"}),
        ([100.1], {"exploding": "critical"}),
        ([1e-3, 10.0], {}),  # a spread of 10,000 exactly
        ([0.9e-3, 10.0], {"wide_spread": "warning"}),
        ([0.5, NAN], {"non_finite": "critical"}),
        ([0.5, INF], {"non_finite": "critical"}),
        ([NAN], {"non_finite": "critical"}),
        ([0.5, None], {"missing": "warning"}),
    ],
)
def test_findings_follow_the_table(norms, findings):
    metrics = health_metrics(norms)
    assert find_problems(metrics) == findings
    assert list(find_problems(metrics)) == list(findings)
    verdict = interpret_gradient_health(metrics)
    worst = "critical" if "critical" in findings.values() else "warning"
    assert verdict["status"] == (worst if findings else "healthy")
    assert verdict["findings"] == findings
    assert len(set(verdict["recommendations"])) == len(findings)


@few
@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=5), st.sampled_from([NAN, INF]))
def test_a_layer_that_is_not_finite_is_always_critical(norms, bad):
    assert interpret_gradient_health(health_metrics([*norms, bad]))["status"] == "critical"


@pytest.mark.parametrize("key", ["max_gradient", "min_gradient", "weak_layers", "missing_layers"])
def test_a_verdict_on_metrics_that_lack_a_key_names_it(key):
    metrics = health_metrics([0.5])
    del metrics[key]
    calls = [find_problems, interpret_gradient_health]
    for call in [*calls, gradient_spread] if key.endswith("gradient") else calls:
        with pytest.raises(ValueError, match=f"Received: no {key}"):
            call(metrics)


def test_spread_is_safe_at_zero():
    assert gradient_spread(health_metrics([0.0, 2.0])) == INF
    assert gradient_spread(health_metrics([0.0, 0.0])) == 1.0
    assert gradient_spread(health_metrics([0.5, 2.0])) == 4.0
    assert np.isnan(gradient_spread(health_metrics([NAN])))
