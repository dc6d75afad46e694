"""The gradient norms of a model's layers: what counts as a layer, and that measuring is free."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from solutions.monitor import (
    interpret_gradient_health,
    layer_gradient_norms,
    monitor_gradient_health,
)


def small_network(*layers, dtype="float32"):
    keras.utils.set_random_seed(0)
    return keras.Sequential([keras.Input((4,), dtype=dtype), *layers])


def batch(n=6):
    rng = np.random.default_rng(0)
    return rng.normal(size=(n, 4)), rng.normal(size=(n, 1))


def test_layer_norms_match_backpropagation_by_hand():
    layers = [keras.layers.Dense(units, "tanh", dtype="float64") for units in (3, 1)]
    model = small_network(*layers, dtype="float64")
    x, y = batch()
    (w1, b1), (w2, b2) = (layer.get_weights() for layer in model.layers)
    h = np.tanh(x @ w1 + b1)
    p = np.tanh(h @ w2 + b2)
    delta = 2 * (p - y) / len(x) * (1 - p**2)  # d mean((p - y)^2) / dz, z before the tanh
    expected = [np.linalg.norm(x.T @ (delta @ w2.T * (1 - h**2))), np.linalg.norm(h.T @ delta)]
    # float64 rounding: 1e-15
    np.testing.assert_allclose(list(layer_gradient_norms(model, x, y).values()), expected, 1e-9)


def test_layer_norms_match_central_differences_of_the_loss():
    layers = [keras.layers.Dense(units, "tanh", dtype="float64") for units in (3, 2)]
    model = small_network(*layers, dtype="float64")
    rng = np.random.default_rng(1)
    x, weights = rng.normal(size=(5, 4)), rng.normal(size=(5, 2))  # a generic cotangent

    def loss_fn(r, prediction):
        return tf.reduce_sum(r * prediction, axis=-1)

    def difference(kernel, index, h=1e-5):
        values, start = [], kernel.numpy()
        for step in (h, -h):
            moved = start.copy()
            moved[index] += step
            kernel.assign(moved)
            values.append(float(tf.reduce_mean(loss_fn(weights, model(x)))))
        kernel.assign(start)
        return (values[0] - values[1]) / (2 * h)

    expected = [
        np.linalg.norm(
            [difference(layer.kernel, index) for index in np.ndindex(*layer.kernel.shape)]
        )
        for layer in layers
    ]
    norms = layer_gradient_norms(model, x, weights, loss_fn)
    # central differences in float64: 1e-10
    np.testing.assert_allclose(list(norms.values()), expected, rtol=1e-6)


def test_layers_are_counted_not_tensors():
    model = small_network(
        keras.layers.Dense(4, name="first"),
        keras.layers.BatchNormalization(),
        keras.layers.Dense(1, name="last"),
    )
    assert len(model.trainable_variables) == 6
    assert list(layer_gradient_norms(model, *batch())) == ["first", "last"]
    assert monitor_gradient_health(model, *batch())["layers"] == 2


def test_nested_recurrent_and_convolution_layers_count_once_each():
    block = keras.Sequential(
        [keras.Input((5, 4)), keras.layers.LSTM(3, return_sequences=True, name="memory")],
        name="block",
    )
    model = keras.Sequential([
        keras.Input((5, 4)),
        keras.layers.Conv1D(4, 3, padding="same", name="conv"),
        block,
        keras.layers.Flatten(),
        keras.layers.Dense(1, name="out"),
    ])  # fmt: skip
    x = np.random.default_rng(0).normal(size=(2, 5, 4))
    norms = layer_gradient_norms(model, x, np.ones((2, 1)))
    assert [name.split("/")[-1].removesuffix("_cell") for name in norms][::2] == ["conv", "out"]
    assert len(norms) == 3


def test_a_layer_that_the_loss_does_not_reach_is_missing_and_a_frozen_one_left_out():
    inputs = keras.Input((4,))
    used, unused = keras.layers.Dense(1, name="used"), keras.layers.Dense(1, name="unused")
    frozen = keras.layers.Dense(4, name="frozen", trainable=False)
    hidden = frozen(inputs)
    model = keras.Model(inputs, [used(hidden), unused(hidden)])
    norms = layer_gradient_norms(
        model, *batch(), loss_fn=lambda y, outputs: tf.reduce_mean((outputs[0] - y) ** 2)
    )
    assert set(norms) == {"used", "unused"}
    assert norms["unused"] is None
    assert norms["used"] > 0


def test_losses_per_example_and_scalar_give_the_same_norms():
    model = small_network(keras.layers.Dense(3))
    x, y = batch()[0], np.array([0, 1, 2, 0, 1, 2])
    per_example = keras.losses.get("sparse_categorical_crossentropy")
    scalar = keras.losses.SparseCategoricalCrossentropy()
    norms = [layer_gradient_norms(model, x, y, loss) for loss in (per_example, scalar)]
    assert norms[0] == pytest.approx(norms[1], rel=1e-6)


def test_measuring_leaves_the_model_as_it_was():
    middle = (keras.layers.BatchNormalization(), keras.layers.Dropout(0.5))
    model = small_network(keras.layers.Dense(4), *middle, keras.layers.Dense(1))
    before = [w.numpy().copy() for w in model.variables]
    monitor_gradient_health(model, *batch())
    for old, new in zip(before, model.variables, strict=True):
        np.testing.assert_array_equal(new.numpy(), old)


def test_a_model_without_trainable_kernels_is_refused():
    model = small_network(keras.layers.Dense(1, trainable=False))
    with pytest.raises(ValueError, match="Received: 0 trainable variables"):
        layer_gradient_norms(model, *batch())


def test_a_loss_that_reaches_no_layer_is_refused():
    model = small_network(keras.layers.Dense(2), keras.layers.Dense(1))
    for measure in (layer_gradient_norms, monitor_gradient_health):
        with pytest.raises(ValueError, match="Received: 2 entries, all None"):
            measure(model, *batch(), lambda y, p: tf.constant(1.0))


@pytest.mark.parametrize("targets", [1, 5])  # one would be broadcast to all
def test_inputs_and_targets_that_do_not_pair_up_are_refused(targets):
    model = small_network(keras.layers.Dense(1))
    with pytest.raises(ValueError, match=rf"len\(x\)=6, len\(y\)={targets}"):
        monitor_gradient_health(model, batch()[0], batch(targets)[1])


def test_a_batch_of_one_and_a_dead_network():
    model = small_network(keras.layers.Dense(3, "relu"), keras.layers.Dense(1))
    x, y = batch(n=1)
    assert monitor_gradient_health(model, x, y)["non_finite_layers"] == 0
    model.set_weights([np.zeros_like(w) for w in model.get_weights()])
    verdict = interpret_gradient_health(monitor_gradient_health(model, x, y))
    assert verdict["status"] == "critical"
    assert "all_vanished" in verdict["findings"]
