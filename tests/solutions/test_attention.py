"""Scaled dot-product attention, its masks, position encoding and the gradient reach."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions.attention import (
    causal_mask,
    gradient_reach,
    merge_heads,
    padding_mask,
    positional_encoding,
    scaled_dot_product_attention,
    split_heads,
)


def normal(*shape, seed=0, dtype="float64"):
    return np.random.default_rng(seed).normal(size=shape).astype(dtype)


def attention_loop(q, k, v, mask):
    """One query at a time, over the keys that it may attend to."""
    output, weights = np.zeros((*q.shape[:-1], v.shape[-1])), np.zeros((len(q), len(k)))
    for i, query in enumerate(q):
        allowed = np.flatnonzero(mask[i])
        if len(allowed) == 0:
            continue
        scores = np.array([query @ k[j] / np.sqrt(k.shape[1]) for j in allowed])
        weights[i, allowed] = np.exp(scores - scores.max()) / np.exp(scores - scores.max()).sum()
        output[i] = weights[i] @ v
    return output, weights


class TestScaledDotProduct:
    @settings(deadline=None, max_examples=30)
    @given(st.integers(0, 10**6), st.integers(1, 6), st.integers(1, 6), st.integers(1, 4))
    def test_matches_numpy_loop_under_any_mask(self, seed, queries, keys, width):
        rng = np.random.default_rng(seed)
        q, k, v = (rng.normal(size=s) for s in ((queries, width), (keys, width), (keys, 3)))
        mask = rng.random((queries, keys)) < 0.6
        output, weights = scaled_dot_product_attention(q, k, v, mask)
        expected_output, expected_weights = attention_loop(q, k, v, mask)
        np.testing.assert_allclose(weights, expected_weights, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(output, expected_output, rtol=1e-9, atol=1e-12)
        assert not weights.numpy()[~mask].any()

    def test_hand_arithmetic(self):
        # scores (ln 3 * 2) / sqrt(4) = ln 3 and 0: weights 3/4 and 1/4
        q = [[2 * np.log(3.0), 0.0, 0.0, 0.0]]
        k, v = np.eye(4)[:2], [[4.0], [8.0]]
        output, weights = scaled_dot_product_attention(q, k, tf.constant(v, tf.float64), None)
        np.testing.assert_allclose(weights, [[0.75, 0.25]], rtol=1e-12)
        np.testing.assert_allclose(output, [[5.0]], rtol=1e-12)

    def test_matches_keras(self):
        q, k, v = (normal(2, 5, 8, seed=s, dtype="float32") for s in range(3))
        mask = np.random.default_rng(3).random((2, 5, 5)) < 0.7
        mask[..., 0] = True
        # keras.ops has its heads on axis 2: (batch, T, heads, width)
        expected = keras.ops.dot_product_attention(
            q[:, :, None], k[:, :, None], v[:, :, None], mask=mask[:, None]
        )[:, :, 0]
        output, _ = scaled_dot_product_attention(q, k, v, mask)
        np.testing.assert_allclose(output, expected, rtol=1e-4, atol=1e-5)

    def test_a_row_without_keys_is_zero_and_passes_no_gradient(self):
        q, k, v = (tf.constant(normal(2, 3, seed=s)) for s in range(3))
        mask = np.array([[False, False], [True, False]])
        with tf.GradientTape() as tape:
            tape.watch((q, k, v))
            output, weights = scaled_dot_product_attention(q, k, v, mask)
            loss = tf.reduce_sum(output * normal(2, 3, seed=9))
        np.testing.assert_array_equal(weights, [[0, 0], [1, 0]])
        np.testing.assert_array_equal(output, [np.zeros(3), v[0]])
        dq, dk, dv = (gradient.numpy() for gradient in tape.gradient(loss, (q, k, v)))
        np.testing.assert_allclose(dv, [normal(2, 3, seed=9)[1], np.zeros(3)], rtol=1e-12)
        assert np.abs(dq).max() == np.abs(dk).max() == 0  # one key left: nothing to choose

    @pytest.mark.parametrize("scale", [1e-30, 1.0, 1e4])
    def test_large_scores_stay_finite(self, scale):
        q = k = (scale * normal(3, 4)).astype("float32")
        output, weights = scaled_dot_product_attention(q, k, normal(3, 4, dtype="float32"))
        assert np.isfinite(output).all()
        np.testing.assert_allclose(weights.numpy().sum(axis=-1), 1, rtol=1e-5)

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_dtype_follows_the_input_and_leading_axes_are_free(self, dtype):
        q, k = normal(2, 3, 4, 6, dtype=dtype), normal(2, 3, 5, 6, dtype=dtype)
        v = normal(2, 3, 5, 7, dtype=dtype)
        output, weights = scaled_dot_product_attention(q, k, v, np.ones((4, 5), bool))
        assert (output.shape, weights.shape) == ((2, 3, 4, 7), (2, 3, 4, 5))
        assert output.dtype.name == weights.dtype.name == dtype

    def test_scaling_keeps_the_scores_variance_near_one(self):
        q, k = normal(400, 256, seed=1), normal(400, 256, seed=2)
        _, weights = scaled_dot_product_attention(q, k, k)
        # softmax of N(0, 1) scores: log-weights have variance 1; unscaled it would be 256
        assert np.log(weights).var() == pytest.approx(1.0, abs=0.1)


class TestMasks:
    def test_causal_rows_see_the_past_and_themselves(self):
        np.testing.assert_array_equal(causal_mask(5), np.tril(np.ones((5, 5), bool)))

    def test_no_output_depends_on_a_later_input(self):
        x = normal(1, 6, 4)
        changed = x.copy()
        changed[:, 4] += 1.0
        mask = causal_mask(6)
        before, after = (scaled_dot_product_attention(v, v, v, mask)[0] for v in (x, changed))
        np.testing.assert_array_equal(before[:, :4], after[:, :4])
        assert np.abs(before[:, 4:] - after[:, 4:]).max() > 1e-3

    def test_padding_hides_what_lies_behind_the_length(self):
        mask = padding_mask([0, 2, 3], 3)
        assert mask.shape == (3, 1, 3)
        np.testing.assert_array_equal(
            mask[:, 0], [[False] * 3, [True, True, False], [True, True, True]]
        )

    def test_padding_equals_shorter_sequences(self):
        x = normal(2, 5, 4)
        output, _ = scaled_dot_product_attention(x, x, x, padding_mask([3, 5], 5))
        short, _ = scaled_dot_product_attention(x[:1, :3], x[:1, :3], x[:1, :3])
        np.testing.assert_allclose(output[:1, :3], short, rtol=1e-12)

    def test_both_masks_combine(self):
        both = causal_mask(3) & padding_mask([2], 3)
        np.testing.assert_array_equal(both[0], [[1, 0, 0], [1, 1, 0], [1, 1, 0]])


class TestHeads:
    @pytest.mark.parametrize("shape", [(2, 5, 12), (1, 1, 4)])
    @pytest.mark.parametrize("heads", [1, 2, 4])
    def test_round_trip_and_slices(self, shape, heads):
        x = normal(*shape)
        split = split_heads(tf.constant(x), heads)
        part = shape[-1] // heads
        assert split.shape == (shape[0], heads, shape[1], part)
        for head in range(heads):
            np.testing.assert_array_equal(split[:, head], x[:, :, head * part : (head + 1) * part])
        np.testing.assert_array_equal(merge_heads(split), x)


class TestPositions:
    @settings(deadline=None, max_examples=30)
    @given(st.integers(1, 40), st.integers(1, 12), st.integers(0, 20))
    def test_every_pair_is_a_point_on_the_circle_and_a_shift_turns_it(self, length, half, shift):
        pairs = positional_encoding(length + shift, 2 * half).astype("float64").reshape(-1, half, 2)
        np.testing.assert_allclose(np.sum(pairs**2, axis=-1), 1, atol=1e-6)
        # PE[t] . PE[t + s] = sum of cos(s w_i): it does not depend on t
        dots = np.sum(pairs[:length] * pairs[shift:], axis=(1, 2))
        expected = np.sum(np.cos(shift / 10000 ** (np.arange(half) / half)))
        np.testing.assert_allclose(dots, expected, atol=1e-5 * half)

    def test_matches_the_formula_entry_by_entry(self):
        encoding = positional_encoding(7, 6)
        assert encoding.dtype == np.float32
        for t in range(7):
            for j in range(6):
                angle = t / 10000 ** (2 * (j // 2) / 6)
                expected = np.cos(angle) if j % 2 else np.sin(angle)
                assert encoding[t, j] == pytest.approx(expected, abs=1e-6)

    def test_a_shift_is_a_rotation(self):
        """PE[t + s] follows from PE[t] by a rotation that does not depend on t."""
        encoding = positional_encoding(20, 2).astype("float64")
        angle = 3.0
        rotation = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
        np.testing.assert_allclose(encoding[:-3] @ rotation, encoding[3:], atol=1e-6)


class TestReach:
    def test_linear_recurrence_has_the_powers_of_its_matrix(self):
        A = 0.5 * normal(3, 3, seed=4)

        def recurrence(x):  # h_t = A h_{t-1} + x_t, so d h_T / d x_t = A^(T - t)
            state, states = tf.zeros_like(x[:, 0]), []
            for t in range(x.shape[1]):
                state = tf.matmul(state, A, transpose_b=True) + x[:, t]
                states.append(state)
            return tf.stack(states, axis=1)

        expected = [np.linalg.norm(np.linalg.matrix_power(A, 5 - t)) for t in range(6)]
        reach = gradient_reach(recurrence, normal(2, 6, 3))
        np.testing.assert_allclose(reach, expected, rtol=1e-10)

    def test_matches_central_differences(self):
        x, h = normal(2, 4, 3), 1e-5

        def model(x):
            return scaled_dot_product_attention(x, x, tf.tanh(x))[0]

        expected = np.zeros((2, 4))
        for b, t in np.ndindex(2, 4):
            columns = []
            for i in range(3):
                shift = np.zeros_like(x)
                shift[b, t, i] = h
                columns.append((model(x + shift)[b, -1] - model(x - shift)[b, -1]) / (2 * h))
            expected[b, t] = np.linalg.norm(columns)
        np.testing.assert_allclose(gradient_reach(model, x), expected.mean(axis=0), rtol=1e-6)

    def test_no_dependence_is_zero(self):
        np.testing.assert_array_equal(gradient_reach(lambda x: x, normal(1, 3, 2))[:2], 0)
        np.testing.assert_array_equal(
            gradient_reach(lambda x: tf.ones((1, 3, 2)), normal(1, 3, 2)), np.zeros(3)
        )


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: scaled_dot_product_attention(normal(2, 3), normal(2, 4), normal(2, 4)),
         ValueError, "same width"),
        (lambda: scaled_dot_product_attention(normal(2, 3), normal(4, 3), normal(5, 3)),
         ValueError, "same length"),
        (lambda: scaled_dot_product_attention(normal(2, 3), normal(2, 3), normal(2, 3),
                                              np.zeros((2, 2))),
         TypeError, "mask must be boolean"),
        (lambda: split_heads(tf.ones((2, 6)), 2), ValueError, r"shape \(batch, T, d\)"),
        (lambda: split_heads(tf.ones((1, 2, 3, 6)), 2), ValueError, r"shape \(batch, T, d\)"),
        (lambda: merge_heads(tf.ones((1, 2, 6))), ValueError, r"shape \(batch, H, T, d / H\)"),
        (lambda: gradient_reach(lambda x: x, tf.ones((2, 3))), ValueError, r"\(batch, T, d_in\)"),
        (lambda: causal_mask(0), ValueError, "length must be at least 1"),
        (lambda: padding_mask([4], 3), ValueError, r"every length in 0 \.\.\. max_length"),
        (lambda: padding_mask([-1], 3), ValueError, r"every length in 0 \.\.\. max_length"),
        (lambda: split_heads(tf.ones((1, 2, 6)), 4), ValueError, "num_heads must divide"),
        (lambda: positional_encoding(3, 5), ValueError, "positive even number"),
    ],
)  # fmt: skip
def test_wrong_input_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()
