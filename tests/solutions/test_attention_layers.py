"""The attention layers against NumPy and Keras, and through a round trip to disk."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from solutions.attention import (
    MultiHeadSelfAttention,
    SimpleAttention,
    TransformerBlock,
    causal_mask,
    padding_mask,
)
from solutions.scratch_network import numerical_gradient


def normal(*shape, seed=0, dtype="float32"):
    return np.random.default_rng(seed).normal(size=shape).astype(dtype)


def softmax(scores):
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def attention_by_hand(layer, x):
    """Multi-head self-attention, one head and one example at a time."""
    parts = (layer.query, layer.key, layer.value, layer.output_projection)
    W_q, W_k, W_v, W_o = (part.kernel.numpy() for part in parts)
    d = len(W_q) // layer.num_heads
    out = np.zeros_like(x)
    for b, sequence in enumerate(x):
        for columns in np.split(np.arange(len(W_q)), layer.num_heads):
            q, k, v = (sequence @ W[:, columns] for W in (W_q, W_k, W_v))
            out[b, :, columns] = (softmax(q @ k.T / np.sqrt(d)) @ v).T
    return out @ W_o


class TestSimpleAttention:
    def test_matches_numpy(self):
        layer = SimpleAttention(4, dtype="float64")
        x = normal(3, 5, 2, dtype="float64")
        context, weights = layer(x)
        W, b, v = (w.numpy() for w in (layer.W.kernel, layer.W.bias, layer.V.kernel))
        expected = softmax((np.tanh(x @ W + b) @ v)[..., 0])
        np.testing.assert_allclose(weights, expected, rtol=1e-10)
        np.testing.assert_allclose(context, np.einsum("bt,btd->bd", expected, x), rtol=1e-10)

    def test_every_weight_gets_a_gradient(self):
        layer = SimpleAttention(4)
        with tf.GradientTape() as tape:
            context, _ = layer(normal(3, 5, 2))
            loss = tf.reduce_sum(context * normal(3, 2, seed=1))
        gradients = tape.gradient(loss, layer.trainable_variables)
        assert [tuple(w.shape) for w in layer.trainable_variables] == [(2, 4), (4,), (4, 1)]
        assert all(np.abs(g).max() > 1e-4 for g in gradients)

    def test_a_bias_on_the_score_would_never_learn(self):
        """Why V has none: softmax does not see a constant, the gradient is rounding noise."""
        bias = tf.Variable(0.3, dtype="float64")
        scores = tf.constant(normal(3, 5, dtype="float64"))
        with tf.GradientTape() as tape:
            weights = tf.nn.softmax(scores + bias, axis=1)
            loss = tf.reduce_sum(weights * normal(3, 5, seed=1, dtype="float64"))
        assert abs(float(tape.gradient(loss, bias))) < 1e-14

    def test_mask_equals_a_shorter_sequence(self):
        layer = SimpleAttention(4)
        x = normal(2, 5, 3)
        context, weights = layer(x, attention_mask=np.array([[1, 1, 1, 0, 0], [0] * 5], bool))
        short, _ = layer(x[:1, :3])
        np.testing.assert_allclose(context[:1], short, rtol=1e-5)
        assert not weights.numpy()[0, 3:].any()
        assert not weights.numpy()[1].any()
        assert not context.numpy()[1].any()


class TestMultiHead:
    @pytest.mark.parametrize("heads", [1, 2, 4])
    @pytest.mark.parametrize("masked", [False, True])
    def test_matches_keras(self, heads, masked):
        x = normal(2, 6, 8)
        mask = causal_mask(6) if masked else None
        ours = MultiHeadSelfAttention(heads)
        output = ours(x, attention_mask=mask)
        keras_layer = keras.layers.MultiHeadAttention(heads, 8 // heads, use_bias=False)
        keras_layer.build(x.shape, x.shape)
        kernels = [w.numpy() for w in (ours.query.kernel, ours.key.kernel, ours.value.kernel)]
        inner = [kernel.reshape(8, heads, 8 // heads) for kernel in kernels]
        outer = ours.output_projection.kernel.numpy().reshape(heads, 8 // heads, 8)
        keras_layer.set_weights([*inner, outer])
        expected = keras_layer(x, x, attention_mask=None if mask is None else mask[None])
        np.testing.assert_allclose(output, expected, rtol=1e-4, atol=1e-5)

    def test_without_positions_it_knows_no_order(self):
        layer, x = MultiHeadSelfAttention(2), normal(2, 6, 8)
        order = np.random.default_rng(1).permutation(6)
        np.testing.assert_allclose(layer(x[:, order]), layer(x).numpy()[:, order], atol=1e-5)

    def test_masks_of_every_rank(self):
        layer, x = MultiHeadSelfAttention(2), normal(2, 4, 8)
        full = np.broadcast_to(causal_mask(4), (2, 4, 4))
        np.testing.assert_allclose(layer(x, causal_mask(4)), layer(x, full), rtol=1e-6)
        padded = layer(x, padding_mask([2, 4], 4))
        np.testing.assert_allclose(padded[0, :2], layer(x[:1, :2])[0], rtol=1e-4, atol=1e-6)


class TestTransformerBlock:
    def test_is_pre_norm(self):
        block, x = TransformerBlock(2, 16, dtype="float64"), normal(2, 5, 8, dtype="float64")
        y = block(x)

        def norm(a):
            centred = a - a.mean(axis=-1, keepdims=True)
            return centred / np.sqrt(centred.var(axis=-1, keepdims=True) + 1e-6)

        z = x + attention_by_hand(block.attention, norm(x))
        hidden = np.maximum(norm(z) @ block.expand.kernel.numpy(), 0)
        np.testing.assert_allclose(y, z + hidden @ block.contract.kernel.numpy(), rtol=1e-7)

    def test_is_the_identity_when_its_branches_are_zero(self):
        block, x = TransformerBlock(2, 16), normal(2, 5, 8)
        block(x)
        for layer in (block.attention.output_projection, block.contract):
            layer.kernel.assign(tf.zeros_like(layer.kernel))
        np.testing.assert_array_equal(block(x), x)

    def test_causal_mask_reaches_the_attention(self):
        block, x = TransformerBlock(2, 16), normal(1, 5, 8)
        changed = x.copy()
        changed[:, 4] += 1
        before, after = (block(v, attention_mask=causal_mask(5)) for v in (x, changed))
        np.testing.assert_array_equal(before[:, :4], after[:, :4])


@pytest.mark.parametrize(
    "layer", [SimpleAttention(4), MultiHeadSelfAttention(2), TransformerBlock(2, 16)]
)
@pytest.mark.parametrize("batch", [1, 3])
def test_survives_saving_and_a_batch_of_one(layer, batch, tmp_path):
    inputs = keras.Input((5, 8))
    model = keras.Model(inputs, type(layer).from_config(layer.get_config())(inputs))
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    x = normal(batch, 5, 8)
    for a, b in zip(tf.nest.flatten(model(x)), tf.nest.flatten(loaded(x)), strict=True):
        assert a.shape[0] == batch
        np.testing.assert_allclose(a, b, rtol=1e-6)


PADDED = np.array([[True, True, False], [True, True, True]])


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize(
    ("make", "mask"),
    [
        (lambda: SimpleAttention(3, dtype="float64"), PADDED),
        (lambda: MultiHeadSelfAttention(2, dtype="float64"), PADDED[:, None]),
        (lambda: TransformerBlock(2, 5, dtype="float64"), PADDED[:, None]),
    ],
)
def test_gradients_of_all_weights_match_central_differences(make, mask, masked):
    layer, x = make(), normal(2, 3, 4, dtype="float64")
    layer.build(x.shape)
    for i, variable in enumerate(layer.trainable_variables):  # no bias at 0, no scale at 1
        variable.assign(normal(*variable.shape, seed=i, dtype="float64"))

    @tf.function  # traced once, evaluated twice for each weight
    def loss():
        output = tf.nest.flatten(layer(x, attention_mask=mask if masked else None))[0]
        return tf.reduce_sum(normal(*output.shape, seed=9, dtype="float64") * output)

    with tf.GradientTape() as tape:
        value = loss()
    gradients = tape.gradient(value, layer.trainable_variables)
    for variable, gradient in zip(layer.trainable_variables, gradients, strict=True):
        start = variable.numpy()

        def loss_with(w, variable=variable):
            variable.assign(w)
            return float(loss())

        numerical = numerical_gradient(loss_with, start)
        variable.assign(start)
        # the error of the differences is about 1e-9 of the largest entry
        np.testing.assert_allclose(gradient, numerical, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("make", [lambda **k: SimpleAttention(4, **k),
                                  lambda **k: MultiHeadSelfAttention(2, **k),
                                  lambda **k: TransformerBlock(2, 16, **k)])  # fmt: skip
def test_float64_stays_float64(make):
    for output in tf.nest.flatten(make(dtype="float64")(normal(1, 3, 8, dtype="float64"))):
        assert output.dtype == tf.float64


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: SimpleAttention(0), "units must be at least 1"),
        (lambda: SimpleAttention(4)(tf.ones((2, 3))), r"shape \(batch, T, d\)"),
        (lambda: MultiHeadSelfAttention(0), "num_heads must be at least 1"),
        (lambda: MultiHeadSelfAttention(2)(tf.ones((2, 8))), r"shape \(batch, T, d\)"),
        (lambda: MultiHeadSelfAttention(2)(tf.ones((1, 2, 3, 8))), r"shape \(batch, T, d\)"),
        (lambda: TransformerBlock(2, 4)(tf.ones((2, 8))), r"shape \(batch, T, d\)"),
        (lambda: MultiHeadSelfAttention(3)(tf.ones((1, 2, 8))), "num_heads must divide"),
        (lambda: TransformerBlock(2, 0), "hidden_units must be at least 1"),
    ],
)
def test_wrong_shapes_and_numbers_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("layer", [SimpleAttention(4), MultiHeadSelfAttention(2)])
def test_masks_of_numbers_are_refused(layer):
    with pytest.raises(TypeError, match="mask must be boolean"):
        layer(
            normal(2, 3, 4),
            attention_mask=tf.ones((2, 3) if layer.name.startswith("simple") else (3, 3)),
        )
