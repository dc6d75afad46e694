"""The explosion detector: early warning, broken norms, memory, and checking a model."""

import math

import keras
import numpy as np
import pytest
import tensorflow as tf

from solutions.explosion import GradientExplosionDetector, Severity

NAN, INF = math.nan, math.inf


def observed(norms, **settings_):
    detector = GradientExplosionDetector(**settings_)
    return detector, [detector.observe(norm) for norm in norms]


def test_detector_warns_before_the_explosion():
    detector, seen = observed([0.01 * 2**t for t in range(16)])  # passes 100 at t = 14
    # from t = 4 on the window is full; 0.01 * 2^t * 2^10 > 100 from t = 4 on as well
    assert [s.early_warning for s in seen] == [False] * 4 + [True] * 10 + [False] * 2
    assert (detector.first_warning, detector.first_explosion) == (4, 14)
    assert seen[4].growth == pytest.approx(2.0, rel=1e-9)


def test_detector_looks_no_further_than_its_horizon():
    _, seen = observed([0.01 * 2**t for t in range(14)], horizon=3)
    assert [s.step for s in seen if s.early_warning] == [11, 12, 13]  # 20.48 * 2^3 > 100


@pytest.mark.parametrize("norms", [[5.0] * 20, [80 * 0.9**t for t in range(20)], [0.0] * 20])
def test_detector_is_quiet_where_nothing_grows(norms):
    detector, seen = observed(norms)
    assert not any(s.early_warning or s.is_explosion for s in seen)
    assert detector.first_warning == detector.first_explosion == INF


def test_detector_ignores_slow_growth():
    _, seen = observed([90 * 1.005**t for t in range(10)])
    assert not any(s.early_warning for s in seen)


@pytest.mark.parametrize("bad", [NAN, INF, np.float32(NAN), tf.constant(NAN)])
def test_detector_counts_broken_norms_as_explosions(bad):
    detector, seen = observed([1.0, bad])
    assert seen[1].is_explosion
    assert detector.worst is Severity.OVERFLOW


def test_detector_trend_survives_a_broken_step():
    _, seen = observed([1.0, 2.0, NAN, 4.0, 8.0, 16.0])
    assert seen[-1].growth == pytest.approx(2.0, rel=1e-9)
    assert seen[-1].early_warning


def test_detector_remembers_and_forgets():
    detector, seen = observed([1.0, 500.0, 2.0])
    assert detector.history == seen
    assert [s.step for s in seen] == [0, 1, 2]
    assert detector.worst is Severity.EXPLOSION
    detector.reset()
    assert detector.history == []
    assert detector.worst is Severity.NORMAL


@pytest.mark.parametrize(
    "wrong",
    [
        *({"threshold": threshold} for threshold in (0, NAN, INF)),
        {"window": 1},
        *({"horizon": horizon} for horizon in (0, NAN)),
        *({"min_growth": growth} for growth in (0.9, NAN)),
    ],
)
def test_detector_refuses(wrong):
    with pytest.raises(ValueError, match=f"{next(iter(wrong))} must be .* Received: "):
        GradientExplosionDetector(**wrong)


def test_detector_refuses_a_negative_norm_and_forgets_it():
    detector = GradientExplosionDetector()
    with pytest.raises(ValueError, match="norm must be at least 0"):
        detector.observe(-1.0)
    assert detector.history == []


def linear_model(weight):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.set_weights([np.array([[weight]]), np.array([0.0])])
    return model


def test_check_explosion_by_hand():
    # L = mean (w x - y)^2, w = 3, x = (1, 2), y = 0: dL/dw = mean 2 w x^2 = 15,
    # dL/db = mean 2 w x = 9
    model, detector = linear_model(3.0), GradientExplosionDetector(threshold=17.0)
    x = np.array([[1.0], [2.0]])
    exploded, norm = detector.check_explosion(model, x, np.zeros((2, 1)))
    assert norm == pytest.approx(math.hypot(15, 9), rel=1e-6)  # 17.49
    assert exploded is True
    assert model.get_weights()[0].item() == 3.0
    assert detector.history[0].norm == norm


@pytest.mark.parametrize("weight", [NAN, 1e30])
def test_check_explosion_finds_overflow(weight):
    detector = GradientExplosionDetector()
    exploded, _ = detector.check_explosion(linear_model(weight), np.full((2, 1), 1e9), [[0], [0]])
    assert exploded is True
    assert detector.worst is Severity.OVERFLOW


@pytest.mark.parametrize("targets", [1, 3])  # one would be broadcast to all
def test_check_explosion_refuses_what_does_not_pair_up_and_forgets_it(targets):
    detector = GradientExplosionDetector()
    with pytest.raises(ValueError, match=rf"len\(x\)=2, len\(y\)={targets}"):
        detector.check_explosion(linear_model(1.0), np.ones((2, 1)), np.ones((targets, 1)))
    assert detector.history == []


def test_check_explosion_refuses_a_loss_that_keras_does_not_know():
    one = np.ones((1, 1))
    with pytest.raises(ValueError, match="mean_cubed_error"):
        GradientExplosionDetector().check_explosion(linear_model(1.0), one, one, "mean_cubed_error")


def test_check_explosion_refuses_a_loss_without_the_model():
    with pytest.raises(ValueError, match="all None"):
        GradientExplosionDetector().check_explosion(
            linear_model(1.0), np.ones((2, 1)), np.ones((2, 1)), loss=lambda y, p: tf.constant(1.0)
        )
