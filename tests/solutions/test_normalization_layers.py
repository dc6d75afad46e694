"""The normalization layers: modes, moving averages, Keras as oracle, saving, dtypes, training."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from solutions.normalization import (
    GroupNorm,
    InstanceNorm,
    LayerNorm,
    SimpleBatchNorm,
    batch_norm_infer,
    batch_norm_train,
    group_norm,
    instance_norm,
    layer_norm,
)
from solutions.normalization.study import NORMALIZERS, build_network, gradient_norms

LAYERS = [SimpleBatchNorm, LayerNorm, lambda **k: GroupNorm(2, **k), InstanceNorm]


def draw(*shape, seed=0):
    return (1 + 2 * np.random.default_rng(seed).normal(size=shape)).astype("float32")


@pytest.mark.parametrize("shape", [(8, 4), (8, 3, 3, 4)])
def test_batch_norm_layer_follows_keras_through_training_and_inference(shape):
    ours, theirs = SimpleBatchNorm(momentum=0.8), keras.layers.BatchNormalization(momentum=0.8)
    for step in range(5):
        x = draw(*shape, seed=step)
        np.testing.assert_allclose(ours(x, training=True), theirs(x, training=True), atol=1e-5)
    # moving mean and variance too; sample variance instead would differ by 1 part in 7 or 71
    for got, expected in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(got, expected, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(ours(x, training=False), theirs(x, training=False), atol=1e-5)


def test_inference_before_training_is_nearly_the_identity():
    # moving mean 0, moving variance 1: the lecture's layer raised AttributeError here
    x = draw(4, 3)
    np.testing.assert_allclose(SimpleBatchNorm(epsilon=1e-3)(x), x / np.sqrt(1.001), rtol=1e-5)


def test_only_training_updates_the_moving_averages():
    layer = SimpleBatchNorm(momentum=0.5)
    x = np.array([[1.0], [5.0]], "float32")  # mean 3, variance 4
    layer(x, training=True)
    # 0.5 * 0 + 0.5 * 3; 0.5 * 1 + 0.5 * 4
    assert [float(w[0]) for w in layer.get_weights()[2:]] == [1.5, 2.5]
    layer(x, training=False)
    layer(x)
    layer.trainable = False
    layer(x, training=True)
    assert [float(w[0]) for w in layer.get_weights()[2:]] == [1.5, 2.5]


def test_inference_does_not_depend_on_the_batch():
    layer = SimpleBatchNorm()
    x = draw(8, 4)
    layer(x, training=True)
    np.testing.assert_allclose(layer(x, training=False)[:1], layer(x[:1], training=False))
    assert np.abs(layer(x, training=True)[:1] - layer(x[:4], training=True)[:1]).max() > 0.01


def test_moving_averages_are_not_trained():
    layer = SimpleBatchNorm()
    layer.build((None, 4))
    assert [w.name for w in layer.trainable_weights] == ["gamma", "beta"]
    assert [w.name for w in layer.non_trainable_weights] == ["moving_mean", "moving_variance"]


def test_layers_are_their_functions_with_their_own_epsilon_and_weights():
    x, gamma, beta, mean, variance = draw(2, 3, 3, 4), *draw(4, 4)
    variance = variance**2
    for epsilon in (0.5, 4.0):  # as large as the variance of x, and larger: it counts
        batch = SimpleBatchNorm(epsilon=epsilon)
        pairs = [
            (batch, batch_norm_infer(x, gamma, beta, mean, variance, epsilon)),
            (LayerNorm(epsilon), layer_norm(x, gamma, beta, epsilon)),
            (GroupNorm(2, epsilon), group_norm(x, gamma, beta, 2, epsilon)),
            (InstanceNorm(epsilon), instance_norm(x, gamma, beta, epsilon)),
        ]
        for layer, expected in pairs:
            layer.build(x.shape)
            layer.set_weights([gamma, beta, mean, variance][: len(layer.weights)])
            np.testing.assert_allclose(layer(x), expected, rtol=1e-5, atol=1e-6)
        expected = batch_norm_train(x, gamma, beta, epsilon)[0]
        np.testing.assert_allclose(batch(x, training=True), expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("make", LAYERS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_dtype_and_shape_are_kept(make, dtype):
    layer = make(dtype=dtype)
    y = layer(draw(2, 3, 3, 4).astype(dtype), training=True)
    assert (y.dtype.name, tuple(y.shape)) == (dtype, (2, 3, 3, 4))
    assert {w.dtype for w in layer.weights} == {dtype}


@pytest.mark.parametrize("name", [n for n in NORMALIZERS if n != "none"])
def test_a_saved_model_gives_the_same_results(name, tmp_path):
    model = build_network(name, depth=2, channels=4)
    model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    x = draw(8, 8, 8, 1)
    model.fit(x, np.arange(8), verbose=0)
    path = tmp_path / "model.keras"
    model.save(path)
    again = keras.models.load_model(path)
    np.testing.assert_array_equal(again(x), model(x))
    layer = next(la for la in again.layers if type(la) is type(NORMALIZERS[name]()))
    assert layer.get_config()["epsilon"] == 1e-3
    if name == "batch":
        assert layer.momentum == 0.9
        assert np.abs(layer.moving_mean).max() > 0  # fit, a compiled graph, updated it


def test_gradient_does_not_depend_on_the_scale_of_the_weights():
    # BN((a W) u) = BN(W u), so the gradient for a W is 1/a of that for W (Ioffe and Szegedy, 3.3)
    x, y = draw(16, 8, 8, 1), np.arange(16) % 10
    one, two = (gradient_norms(build_network("batch", gain=g), x, y) for g in (1.0, 2.0))
    np.testing.assert_allclose(two / one, 0.5, rtol=0.02)  # eps keeps it from being exact
    one, two = (gradient_norms(build_network("none", gain=g), x, y) for g in (1.0, 2.0))
    assert two[0] / one[0] > 100


def test_a_small_gradient_is_not_none():
    # 1e-25 squared is 0 in float32; the logits are about 0 both times, so the ratio is exact
    model, x, y = build_network("layer", depth=2), draw(4, 8, 8, 1), np.arange(4)
    head = np.random.default_rng(0).normal(size=(1024, 10))
    norms = []
    for scale in (1e-15, 1e-25):
        model.layers[-1].set_weights([scale * head, np.zeros(10)])
        norms.append(gradient_norms(model, x, y))
    np.testing.assert_allclose(norms[1] / norms[0], 1e-10, rtol=1e-3)


@pytest.mark.parametrize(
    "wrong", [{"depth": 0}, {"channels": 0}, {"gain": 0}, {"gain": float("nan")}]
)
def test_a_network_that_cannot_be_built_is_refused(wrong):
    [(name, value)] = wrong.items()
    with pytest.raises(ValueError, match=f"must be at least 1.*Received: .*{name}={value}"):
        build_network("none", **wrong)


def test_wrong_settings_are_refused():
    with pytest.raises(ValueError, match="momentum must be in"):
        SimpleBatchNorm(momentum=-0.1)
    with pytest.raises(ValueError, match="eps must be positive"):
        LayerNorm(epsilon=0)
    with pytest.raises(ValueError, match="divide the number of channels"):
        GroupNorm(3)(tf.ones((2, 4)))
    with pytest.raises(ValueError, match="spatial axis"):
        InstanceNorm()(tf.ones((2, 4)))
    with pytest.raises(ValueError, match="normalizer must be one of"):
        build_network("spectral")
    for labels in (1, 5):
        with pytest.raises(ValueError, match=rf"Received: len\(x\)=2, len\(y\)={labels}"):
            gradient_norms(build_network("none", depth=1), draw(2, 8, 8, 1), np.zeros(labels))
