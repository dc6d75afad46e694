"""Dropout, penalties, proximal and decay steps against NumPy, Keras and their own identities."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions.regularization import (
    decoupled_decay_step,
    drop_connect,
    dropout,
    elastic_net_penalty,
    l1_penalty,
    l2_penalty,
    proximal_step,
    smooth_labels,
    soft_threshold,
    spatial_dropout,
    subgradient_step,
)

NAN = float("nan")
WEIGHTS = np.array([[1.5, -0.25, 0.0], [3.0, -2.0, 0.125]])


def normal(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape)


class TestDropout:
    def test_given_mask_decides_and_the_kept_are_scaled(self):
        mask = np.array([[True, False, True], [False, True, True]])
        np.testing.assert_allclose(
            dropout(WEIGHTS, 0.25, mask=mask), WEIGHTS * mask / 0.75, rtol=1e-12
        )

    def test_drawn_masks_have_the_rate_and_keep_the_mean(self):
        n, rate = 200_000, 0.3
        y = dropout(tf.ones(n, tf.float64), rate, rng=0).numpy()
        assert set(np.round(np.unique(y), 12)) == {0.0, round(1 / 0.7, 12)}
        # 5 standard errors: share of zeros sqrt(r (1 - r) / n), mean sqrt(r / (1 - r) / n);
        # false alarm once in about 10^6 seeds
        assert abs(np.mean(y == 0) - rate) < 5 * np.sqrt(rate * (1 - rate) / n)
        assert abs(y.mean() - 1) < 5 * np.sqrt(rate / (1 - rate) / n)

    def test_seed_decides_and_entries_are_independent(self):
        x = tf.ones((1000, 50))
        np.testing.assert_array_equal(dropout(x, 0.5, rng=1), dropout(x, 0.5, rng=1))
        kept = dropout(x, 0.5, rng=1).numpy() > 0
        assert 0 < np.abs(np.corrcoef(kept.T) - np.eye(50)).max() < 0.2  # one mask for all: 1
        rng = np.random.default_rng(1)
        assert (dropout(x, 0.5, rng=rng).numpy() != dropout(x, 0.5, rng=rng).numpy()).any()

    @pytest.mark.parametrize("options", [{"rate": 0.5, "training": False}, {"rate": 0.0, "rng": 0}])
    def test_in_use_and_at_rate_zero_nothing_changes(self, options):
        np.testing.assert_array_equal(dropout(WEIGHTS, **options), WEIGHTS)

    def test_gradient_passes_where_the_mask_does(self):
        x, mask = tf.constant(normal(2, 3)), np.array([[True, False, True]] * 2)
        r = normal(2, 3, seed=1)
        with tf.GradientTape() as tape:
            tape.watch(x)
            loss = tf.reduce_sum(r * dropout(x, 0.2, mask=mask))
        np.testing.assert_allclose(tape.gradient(loss, x), r * mask / 0.8, rtol=1e-12)

    @settings(deadline=None, max_examples=30)
    @given(st.integers(0, 10**6), st.floats(0, 0.9), st.integers(1, 5), st.integers(1, 5))
    def test_what_is_kept_is_scaled_and_linear_in_x(self, seed, rate, n, d):
        x, z = normal(n, d, seed=seed), normal(n, d, seed=seed + 1)
        y = dropout(x, rate, rng=seed).numpy()
        kept = y != 0
        np.testing.assert_allclose(y[kept], x[kept] / (1 - rate), rtol=1e-12)
        np.testing.assert_allclose(dropout(x, rate, mask=kept), y, rtol=1e-12)
        both = dropout(x + 2 * z, rate, rng=seed)  # the same seed, the same mask
        np.testing.assert_allclose(both, y + 2 * dropout(z, rate, rng=seed), rtol=1e-9, atol=1e-12)

    @pytest.mark.parametrize("shape", [(4, 9, 6), (4, 3, 5, 6)])
    def test_spatial_dropout_drops_whole_channels_of_single_examples(self, shape):
        y = spatial_dropout(tf.ones(shape), 0.5, rng=3).numpy().reshape(4, -1, 6)
        assert (y == y[:, :1]).all()
        assert set(np.unique(y)) == {0.0, 2.0}
        assert len({tuple(row) for row in y[:, 0]}) > 1  # examples differ
        given = np.arange(24).reshape(4, 6) % 3 > 0
        y = spatial_dropout(tf.ones(shape), 0.5, mask=given).numpy().reshape(4, -1, 6)
        np.testing.assert_array_equal(y[:, 0] > 0, given)

    def test_drop_connect_masks_weights_but_not_the_bias(self):
        x, kernel, bias = normal(5, 4), normal(4, 3, seed=1), normal(3, seed=2)
        mask = np.random.default_rng(3).random((4, 3)) < 0.6
        y = drop_connect(x, kernel, bias, 0.4, mask=mask)
        np.testing.assert_allclose(y, x @ (kernel * mask / 0.6) + bias, rtol=1e-12)
        none = drop_connect(x, kernel, bias, 0.4, mask=np.zeros((4, 3), bool))
        np.testing.assert_allclose(none, np.tile(bias, (5, 1)), rtol=1e-12)
        in_use = drop_connect(x, kernel, bias, 0.4, training=False)
        np.testing.assert_allclose(in_use, x @ kernel + bias, rtol=1e-12)


class TestPenalties:
    def test_hand_arithmetic(self):
        # sum |w| = 1.5 + 0.25 + 3 + 2 + 0.125 = 6.875
        # sum w^2 = 2.25 + 0.0625 + 9 + 4 + 0.015625 = 15.328125
        value, gradient = l1_penalty(WEIGHTS, 0.5)
        assert float(value) == 3.4375
        np.testing.assert_array_equal(gradient, 0.5 * np.sign(WEIGHTS))
        value, gradient = l2_penalty(WEIGHTS, 0.5)
        assert float(value) == 7.6640625
        np.testing.assert_array_equal(gradient, WEIGHTS)
        value, gradient = elastic_net_penalty(WEIGHTS, 0.5, 0.5)
        assert float(value) == 3.4375 + 7.6640625
        np.testing.assert_array_equal(gradient, 0.5 * np.sign(WEIGHTS) + WEIGHTS)

    @pytest.mark.parametrize(
        ("penalty", "regularizer"),
        [
            (lambda w: l1_penalty(w, 0.3), keras.regularizers.L1(0.3)),
            (lambda w: l2_penalty(w, 0.3), keras.regularizers.L2(0.3)),
            (lambda w: elastic_net_penalty(w, 0.3, 0.2), keras.regularizers.L1L2(0.3, 0.2)),
        ],
    )
    def test_value_and_gradient_match_keras_and_central_differences(self, penalty, regularizer):
        w, h = tf.constant(WEIGHTS), 1e-5
        with tf.GradientTape() as tape:
            tape.watch(w)
            expected = regularizer(w)
        value, gradient = penalty(w)
        np.testing.assert_allclose(value, expected, rtol=1e-6)  # Keras keeps 0.3 in float32
        np.testing.assert_allclose(gradient, tape.gradient(expected, w), rtol=1e-6)
        for index in np.ndindex(WEIGHTS.shape):
            step = np.zeros_like(WEIGHTS)
            step[index] = h
            slope = float(penalty(w + step)[0] - penalty(w - step)[0]) / (2 * h)
            assert slope == pytest.approx(float(gradient[index]), rel=1e-6, abs=1e-6)

    def test_limits_of_the_elastic_net(self):
        for mixed, pure in (
            (elastic_net_penalty(WEIGHTS, 0.3, 0.0), l1_penalty(WEIGHTS, 0.3)),
            (elastic_net_penalty(WEIGHTS, 0.0, 0.3), l2_penalty(WEIGHTS, 0.3)),
        ):
            for one, other in zip(mixed, pure, strict=True):
                np.testing.assert_array_equal(one, other)


class TestProximal:
    @settings(deadline=None, max_examples=30)
    @given(st.floats(-5, 5), st.floats(0, 3))
    def test_soft_threshold_minimises_its_definition(self, w, threshold):
        z = float(soft_threshold(tf.constant(w, tf.float64), threshold))
        grid = np.append(np.linspace(-6, 6, 4001), [0.0, z])
        objective = (grid - w) ** 2 / 2 + threshold * np.abs(grid)
        assert objective[-1] <= objective.min() + 1e-12

    def test_proximal_descent_ends_at_zero_and_subgradient_descent_does_not(self):
        """Minimise (w - c)^2 / 2 + 0.3 |w|: the minimum is soft_threshold(c, 0.3)."""
        c = np.array([1.0, 0.2, -0.1, -2.0])
        subgradient = proximal = np.full(4, 0.5)
        for _ in range(400):
            subgradient = subgradient_step(subgradient, subgradient - c, 0.1, 0.3).numpy()
            proximal = proximal_step(proximal, proximal - c, 0.1, 0.3).numpy()
        np.testing.assert_allclose(proximal, [0.7, 0.0, 0.0, -1.7], atol=1e-12)
        assert (proximal[1:3] == 0).all()
        assert (subgradient != 0).all()
        np.testing.assert_allclose(subgradient, proximal, atol=0.1 * 0.3 * 2)  # it hovers

    def test_the_course_example_is_thrown_across_zero(self):
        # 0.01 - 0.01 * 10 = -0.09; |0.01| < 0.1 gives 0
        assert float(subgradient_step([0.01], [0.0], 0.01, 10.0)[0]) == pytest.approx(-0.09)
        assert float(proximal_step([0.01], [0.0], 0.01, 10.0)[0]) == 0.0

    def test_without_a_penalty_both_are_gradient_descent(self):
        g = normal(2, 3)
        for step in (subgradient_step, proximal_step):
            np.testing.assert_allclose(step(WEIGHTS, g, 0.1, 0.0), WEIGHTS - 0.1 * g, rtol=1e-12)


class TestDecoupledDecay:
    @settings(deadline=None, max_examples=30)
    @given(st.integers(0, 10**6), st.floats(1e-3, 1.0), st.floats(0, 0.9))
    def test_without_a_gradient_the_weights_shrink_geometrically(self, seed, rate, decay):
        w = normal(3, seed=seed)
        for _ in range(4):
            w = decoupled_decay_step(w, np.zeros(3), rate, decay)
        expected = normal(3, seed=seed) * (1 - rate * decay) ** 4
        np.testing.assert_allclose(w, expected, rtol=1e-9)
        u = normal(3, seed=seed + 1)  # the update moves them by its own, whatever the decay
        moved = decoupled_decay_step(w, u, rate, decay) - decoupled_decay_step(
            w, 0 * u, rate, decay
        )
        np.testing.assert_allclose(moved, -rate * u, rtol=1e-9, atol=1e-12)

    def test_equals_l2_for_gradient_descent(self):
        g = normal(2, 3)
        with_penalty = WEIGHTS - 0.1 * (g + l2_penalty(WEIGHTS, 0.02)[1].numpy())
        np.testing.assert_allclose(
            decoupled_decay_step(WEIGHTS, g, 0.1, decay=0.04), with_penalty, rtol=1e-12
        )

    def test_matches_keras_adamw_over_three_steps(self):
        variable = keras.Variable(WEIGHTS, dtype="float64")
        optimizer = keras.optimizers.AdamW(0.05, weight_decay=0.3, epsilon=1e-12)
        optimizer.build([variable])
        w, m, v = WEIGHTS, 0.0, 0.0
        for t in range(1, 4):
            g = normal(2, 3, seed=t)
            optimizer.apply([tf.constant(g)], [variable])
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
            update = m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-12)
            w = decoupled_decay_step(w, update, 0.05, 0.3).numpy()
        # Keras computes its rates in float32: measured within 1e-6; no decay would be 0.1 away
        np.testing.assert_allclose(variable, w, rtol=0, atol=1e-5)


class TestLabelSmoothing:
    @pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.9])
    def test_matches_keras_cross_entropy(self, smoothing):
        labels, logits = np.eye(5)[[0, 3, 4]], normal(3, 5)
        ours = keras.losses.categorical_crossentropy(
            smooth_labels(labels, smoothing), logits, from_logits=True
        )
        expected = keras.losses.categorical_crossentropy(
            labels, logits, from_logits=True, label_smoothing=smoothing
        )
        np.testing.assert_allclose(ours, expected, rtol=1e-6)

    def test_rows_stay_distributions(self):
        smooth = smooth_labels(np.eye(4), 0.2).numpy()
        np.testing.assert_allclose(smooth.sum(axis=1), 1, rtol=1e-12)
        np.testing.assert_allclose(smooth[0], [0.85, 0.05, 0.05, 0.05], rtol=1e-12)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_dtype_follows_the_input_which_is_not_modified(dtype):
    w = WEIGHTS.astype(dtype)
    before = w.copy()
    results = [
        dropout(w, 0.5, rng=0),
        spatial_dropout(w[None], 0.5, rng=0),
        drop_connect(w, w.T, w[:, 0], 0.5, rng=0),
        *elastic_net_penalty(w, 0.1, 0.1),
        soft_threshold(w, 0.5),
        subgradient_step(w, w, 0.1, 0.1),
        proximal_step(w, w, 0.1, 0.1),
        decoupled_decay_step(w, w, 0.1, 0.1),
        smooth_labels(w, 0.1),
    ]
    assert {result.dtype.name for result in results} == {dtype}
    np.testing.assert_array_equal(w, before)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: dropout(WEIGHTS, 1.0, rng=0), r"rate must be in \[0, 1\)"),
        (lambda: dropout(WEIGHTS, -0.1, rng=0), r"rate must be in \[0, 1\)"),
        (lambda: dropout(WEIGHTS, 0.5), "needs a mask or an rng"),
        (lambda: spatial_dropout(WEIGHTS, 0.5, rng=0), "at least one position axis"),
        (lambda: spatial_dropout(WEIGHTS[None], 0.5), "needs a mask or an rng"),
        (lambda: spatial_dropout(WEIGHTS[None], 1.5, rng=0), r"rate must be in \[0, 1\)"),
        (lambda: dropout(WEIGHTS, NAN, rng=0), r"rate must be in \[0, 1\)"),
        (lambda: dropout(WEIGHTS[0], 0.5, mask=WEIGHTS > 0), "mask must be broadcastable to x"),
        (lambda: dropout(WEIGHTS, 0.5, mask=[True, False]), r"\(2, 3\)"),
        (lambda: spatial_dropout(WEIGHTS[None], 0.5, mask=[True] * 3), r"= \(1, 3\)"),
        (lambda: drop_connect(WEIGHTS, WEIGHTS.T, [0.0, 0.0], 0.5), "needs a mask or an rng"),
        (lambda: drop_connect(WEIGHTS, WEIGHTS, np.zeros(3), 0.5, rng=0), r"kernel=\(2, 3\)"),
        (lambda: drop_connect(WEIGHTS, WEIGHTS.T, np.zeros(1), 0.5, rng=0), r"bias=\(1,\)"),
        (lambda: l1_penalty(WEIGHTS, -1.0), "l1 must be 0 or more"),
        (lambda: l1_penalty(WEIGHTS, NAN), "l1 must be 0 or more"),
        (lambda: l2_penalty(WEIGHTS, -1.0), "l2 must be 0 or more"),
        (lambda: l2_penalty(WEIGHTS, NAN), "l2 must be 0 or more"),
        (lambda: elastic_net_penalty(WEIGHTS, 0.1, -1.0), "l2 must be 0 or more"),
        (lambda: soft_threshold(WEIGHTS, -1.0), "threshold must be 0 or more"),
        (lambda: soft_threshold(WEIGHTS, NAN), "threshold must be 0 or more"),
        (lambda: smooth_labels(WEIGHTS, 1.0), r"smoothing must be in \[0, 1\)"),
        (lambda: smooth_labels(WEIGHTS, NAN), r"smoothing must be in \[0, 1\)"),
    ],
)
def test_wrong_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("step", [subgradient_step, proximal_step, decoupled_decay_step])
@pytest.mark.parametrize(
    ("gradient", "rate", "strength", "message"),
    [
        (WEIGHTS, 0.0, 0.1, "learning_rate must be positive"),
        (WEIGHTS, NAN, 0.1, "learning_rate must be positive"),
        (WEIGHTS, 0.1, -0.1, "strength 0 or more"),
        (WEIGHTS, 0.1, NAN, "strength 0 or more"),
        (WEIGHTS[0], 0.1, 0.1, r"Received: \(3,\) for weights of shape \(2, 3\)"),
        (1.0, 0.1, 0.1, r"Received: \(\) for weights of shape \(2, 3\)"),
    ],
)
def test_steps_refuse(step, gradient, rate, strength, message):
    with pytest.raises(ValueError, match=message):
        step(WEIGHTS, gradient, rate, strength)


def test_integer_labels_are_refused():
    with pytest.raises(TypeError, match=r"tf.one_hot .* Received: dtype int64"):
        smooth_labels(np.eye(3, dtype=int), 0.1)
