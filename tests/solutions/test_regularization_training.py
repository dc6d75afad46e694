"""Spectral norm, early stopping and its relation to L2, and the study that uses all techniques."""

import math
from itertools import pairwise

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions.regularization import (
    EarlyStopping,
    early_stopping_shrinkage,
    l2_shrinkage,
    power_iteration,
    spectral_normalize,
)
from solutions.regularization.study import Study, Technique


def normal(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape)


def gapped(n_in, n_out, second=0.5):
    """Return a kernel with singular values 2, 2 * second, ... whose vectors are random."""
    rank = min(n_in, n_out)
    left, right = np.linalg.qr(normal(n_in, rank))[0], np.linalg.qr(normal(n_out, rank, seed=1))[0]
    return left * (2 * second ** np.arange(rank)) @ right.T


class TestSpectral:
    @pytest.mark.parametrize("shape", [(6, 4), (4, 6), (5, 1), (1, 5)])
    def test_sigma_and_u_match_the_svd(self, shape):
        kernel = gapped(*shape)
        sigma, u = power_iteration(kernel, normal(shape[1], seed=2), steps=60)
        _, values, right = np.linalg.svd(kernel)
        assert float(sigma) == pytest.approx(values[0], rel=1e-10)
        assert abs(u.numpy() @ right[0]) == pytest.approx(1.0, rel=1e-10)

    def test_a_convolution_kernel_is_a_matrix_with_its_outputs_as_columns(self):
        kernel = normal(3, 3, 2, 5)
        sigma, _ = power_iteration(kernel, normal(5, seed=1), steps=500)
        assert float(sigma) == pytest.approx(np.linalg.norm(kernel.reshape(18, 5), 2), rel=1e-6)

    def test_one_step_is_a_lower_bound_that_rises(self):
        kernel, u = normal(8, 6), normal(6, seed=1)
        sigmas = [float(power_iteration(kernel, u, steps)[0]) for steps in range(1, 8)]
        assert all(a <= b + 1e-12 for a, b in pairwise(sigmas))
        assert sigmas[-1] <= np.linalg.norm(kernel, 2) + 1e-12

    def test_steps_can_be_spread_over_calls(self):
        kernel, u = normal(8, 6), normal(6, seed=1)
        at_once, _ = power_iteration(kernel, u, steps=5)
        for _ in range(5):
            sigma, u = power_iteration(kernel, u)
        assert float(sigma) == pytest.approx(float(at_once), rel=1e-12)

    def test_normalised_kernel_has_norm_one_and_a_scale_is_forgotten(self):
        kernel, u = gapped(6, 4), normal(4, seed=2)
        normalised, _ = spectral_normalize(kernel, u, steps=60)
        assert np.linalg.norm(normalised, 2) == pytest.approx(1.0, rel=1e-10)
        for scale in (1e-12, 1e6):
            np.testing.assert_allclose(
                spectral_normalize(scale * kernel, u, 60)[0], normalised, rtol=1e-9
            )

    def test_zeros_stay_zero_and_float32_stays(self):
        normalised, u = spectral_normalize(tf.zeros((3, 2)), [1.0, 0.0], steps=2)
        assert not normalised.numpy().any()
        assert normalised.dtype == u.dtype == tf.float32

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_dtype_follows_the_kernel(self, dtype):
        kernel = tf.constant(gapped(4, 3), dtype)
        results = *power_iteration(kernel, normal(3), 2), *spectral_normalize(kernel, normal(3), 2)
        assert {result.dtype.name for result in results} == {dtype}

    def test_gradient_matches_central_differences_at_convergence(self):
        kernel, r, h = gapped(4, 3), normal(4, 3, seed=5), 1e-5
        start = normal(3, seed=2)

        def loss(k):
            return tf.reduce_sum(r * spectral_normalize(k, start, steps=30)[0])

        k = tf.constant(kernel)
        with tf.GradientTape() as tape:
            tape.watch(k)
            value = loss(k)
        gradient = tape.gradient(value, k).numpy()
        for index in np.ndindex(kernel.shape):
            step = np.zeros_like(kernel)
            step[index] = h
            slope = float(loss(kernel + step) - loss(kernel - step)) / (2 * h)
            assert slope == pytest.approx(gradient[index], rel=1e-6, abs=1e-9)
        assert np.sum(gradient * kernel) == pytest.approx(0.0, abs=1e-10)  # scale is forgotten


def stopping_loop(losses, patience, min_delta):
    """Return (epochs run, best epoch) by looking at the whole history at once."""
    best, best_epoch = math.inf, -1
    for epoch, loss in enumerate(losses):
        if loss < best - min_delta:
            best, best_epoch = loss, epoch
        elif epoch - best_epoch >= patience:
            return epoch + 1, best_epoch
    return len(losses), best_epoch


class TestEarlyStopping:
    @settings(max_examples=200)
    @given(
        st.lists(st.sampled_from([0.0, 0.5, 0.9, 1.0, math.nan, math.inf]), max_size=12),
        st.integers(1, 4),
        st.sampled_from([0.0, 0.2]),
    )
    def test_matches_the_loop(self, losses, patience, min_delta):
        stopping = EarlyStopping(patience, min_delta)
        for loss in losses:
            if stopping.update(loss):
                break
        assert (stopping.epoch, stopping.best_epoch) == stopping_loop(losses, patience, min_delta)

    def test_matches_keras(self):
        losses = [1.0, 0.8, 0.82, 0.79, 0.9, 0.85, 0.81, 0.7]
        callback = keras.callbacks.EarlyStopping("val_loss", patience=3)
        callback.set_model(keras.Sequential())
        callback.model.stop_training = False  # as fit() does
        callback.on_train_begin()
        for epoch, loss in enumerate(losses):
            callback.on_epoch_end(epoch, {"val_loss": loss})
            if callback.model.stop_training:
                break
        stopping = EarlyStopping(patience=3)
        answers = [stopping.update(loss) for loss in losses]
        assert answers.index(True) == callback.stopped_epoch == 6
        assert stopping.best_epoch == callback.best_epoch == 3

    def test_keeps_copies_of_the_best_weights_not_the_last(self):
        stopping, weights = EarlyStopping(patience=2), [np.zeros(2)]
        for loss in (1.0, 0.5, 0.7, 0.6):
            weights[0] += 1.0  # in place, as a training loop does
            stopping.update(loss, weights)
        np.testing.assert_array_equal(stopping.best_weights[0], [2.0, 2.0])

    def test_stays_stopped(self):
        stopping = EarlyStopping(patience=1)
        assert [stopping.update(loss) for loss in (1.0, 2.0, 0.1)] == [False, True, True]
        assert (stopping.best_loss, stopping.epoch, stopping.stopped) == (1.0, 2, True)

    def test_nan_is_no_improvement_even_at_the_start(self):
        stopping = EarlyStopping(patience=2)
        assert [stopping.update(math.nan) for _ in range(2)] == [False, True]
        assert (stopping.best_epoch, stopping.best_weights) == (-1, None)


class TestShrinkage:
    def test_early_stopping_matches_gradient_descent(self):
        h, target, w = np.array([0.1, 1.0, 3.0]), np.array([2.0, -1.0, 0.5]), np.zeros(3)
        for _ in range(7):
            w = w - 0.2 * h * (w - target)
        np.testing.assert_allclose(early_stopping_shrinkage(h, 0.2, 7), w / target, rtol=1e-12)

    def test_l2_matches_the_normal_equations(self):
        h, target = np.array([0.1, 1.0, 3.0]), np.array([2.0, -1.0, 0.5])
        minimum = np.linalg.solve(np.diag(h) + 2 * 0.25 * np.eye(3), h * target)
        np.testing.assert_allclose(l2_shrinkage(h, 0.25), minimum / target, rtol=1e-12)

    def test_they_agree_to_first_order_and_not_beyond(self):
        h, rate, steps = np.array([1e-4, 1.0]), 0.05, 20
        stopped = early_stopping_shrinkage(h, rate, steps)
        penalised = l2_shrinkage(h, 1 / (2 * rate * steps))
        assert stopped[0] == pytest.approx(penalised[0], rel=1e-3)
        assert stopped[1] - penalised[1] > 0.1  # 1 - 0.95^20 = 0.64 against 1 / 2


def digits_like(seed, n=60):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 10, n)
    x = rng.normal(size=(n, 12)) + 2 * np.eye(12)[y]
    return x.astype("float32"), y


@pytest.mark.parametrize(
    ("technique", "shows"),
    [
        (Technique("none"), lambda o: o.train == 1.0 and o.zeros == 0.0 and o.sigma > 3),
        (Technique("l1", l1=3e-3), lambda o: o.zeros < 0.01),
        (Technique("proximal", proximal_l1=3e-3), lambda o: o.zeros > 0.2),
        (Technique("spectral", spectral=True), lambda o: 0.9 < o.sigma < 2.5),
        (Technique("early", patience=1), lambda o: o.epochs < 20),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_study_applies_the_technique_and_repeats_under_its_seed(technique, shows):
    data = (*digits_like(0), *digits_like(1), *digits_like(2))
    study = Study(technique)
    first, again = study.run(data, seed=3), study.run(data, seed=3)
    assert shows(first), first[:5]
    assert first[:5] == again[:5]
    assert first[:5] != study.run(data, seed=4)[:5]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: power_iteration(np.eye(3), np.ones(2)), r"u of shape \(3,\)"),
        (lambda: power_iteration(np.eye(3), np.ones(3), steps=0), "steps must be at least 1"),
        (lambda: EarlyStopping(patience=0), "patience must be at least 1"),
        (lambda: EarlyStopping(patience=math.nan), "patience must be at least 1"),
        (lambda: EarlyStopping(patience=1, min_delta=math.nan), "min_delta 0 or more"),
        (lambda: early_stopping_shrinkage([1.0], math.nan, 3), "learning_rate must be positive"),
        (lambda: l2_shrinkage([1.0], math.nan), "l2 must be 0 or more"),
        (lambda: EarlyStopping(patience=1, min_delta=-0.1), "min_delta 0 or more"),
        (lambda: early_stopping_shrinkage([1.0], 0.0, 3), "learning_rate must be positive"),
        (lambda: early_stopping_shrinkage([1.0], 0.1, -1), "steps 0 or more"),
        (lambda: l2_shrinkage([1.0], -0.1), "l2 must be 0 or more"),
    ],
)
def test_wrong_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
