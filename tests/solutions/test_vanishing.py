"""Vanishing gradients: bounds, the chain rule, kernel norms and the fitted decay."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions.vanishing import (
    attenuation_bound,
    build_deep_network,
    chain_gradient,
    fit_decay,
    kernel_gradient_norms,
    max_derivative,
    seeded,
)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def batch(n=20, features=10, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, features)).astype("float32"), rng.uniform(size=(n, 1))


# sup|f'|


@pytest.mark.parametrize(
    ("name", "expected"), [("sigmoid", 0.25), ("tanh", 1.0), ("relu", 1.0), ("linear", 1.0)]
)
def test_max_derivative_is_exact_where_zero_is_steepest(name, expected):
    assert max_derivative(name) == expected


def test_max_derivative_of_silu_matches_differences():
    x, h = np.linspace(0, 5, 50_001), 1e-5
    slope = ((x + h) * sigmoid(x + h) - (x - h) * sigmoid(x - h)) / (2 * h)
    # a grid of 1e-3 misses the peak by f''' h^2 / 8 < 1e-7; leaving out x s (1 - s) gives 1.0
    assert max_derivative("silu") == pytest.approx(slope.max(), rel=1e-6)


def test_max_derivative_is_absolute_and_takes_functions():
    assert max_derivative(lambda x: -3 * x) == 3.0


NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    "wrong", [*({"limit": limit} for limit in (0, -1.0, INF, NAN)), {"points": 2}, {"points": 100}]
)
def test_max_derivative_refuses(wrong):
    with pytest.raises(ValueError, match="Received: "):
        max_derivative("tanh", **wrong)


def test_attenuation_bound_by_hand():
    assert attenuation_bound("sigmoid", 0) == 1.0
    assert attenuation_bound("sigmoid", 10) == 2.0**-20
    assert attenuation_bound("sigmoid", 3, gain=2.0) == 0.125
    assert attenuation_bound("tanh", 50) == 1.0


@pytest.mark.parametrize("gain", [0.5, 1.0, 3.0])
def test_attenuation_bound_holds_for_random_networks(gain):
    rng = np.random.default_rng(1)
    for _ in range(20):
        h, back = rng.normal(size=8), []
        for _ in range(5):
            w = rng.normal(size=(8, 8))
            w *= gain / np.linalg.norm(w, 2)  # spectral norm = gain
            h = sigmoid(w @ h)
            back.append((w, h))
        g = start = rng.normal(size=8)
        for w, h in reversed(back):
            g = w.T @ (h * (1 - h) * g)
        assert np.linalg.norm(g) <= attenuation_bound("sigmoid", 5, gain) * np.linalg.norm(start)


@pytest.mark.parametrize(
    "wrong", [{"depth": -1}, {"depth": NAN}, {"depth": 1, "gain": -0.5}, {"depth": 1, "gain": NAN}]
)
def test_attenuation_bound_refuses(wrong):
    with pytest.raises(ValueError, match=r"at least 0. Received: "):
        attenuation_bound("tanh", **wrong)


# the chain rule


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(-2, 2)), min_size=1, max_size=6))
def test_chain_gradient_matches_central_differences(layers):
    weights, biases = zip(*layers, strict=True)

    def output(x):
        for w, b in layers:
            x = np.tanh(w * x + b)
        return x

    gradient, factors = chain_gradient(0.3, weights, biases, np.tanh, lambda z: 1 - np.tanh(z) ** 2)
    numeric = (output(0.3 + 1e-5) - output(0.3 - 1e-5)) / 2e-5
    assert gradient == pytest.approx(numeric, rel=1e-6, abs=1e-9)
    assert factors.shape == (len(layers),)
    assert np.prod(factors) == pytest.approx(gradient, rel=1e-12)


def test_chain_factors_by_hand():
    # z_1 = 2*1 + 1 = 3, h_1 = 9, z_2 = -1*9 + 5 = -4; f' = 2z: factors 6*2 and -8*-1
    gradient, factors = chain_gradient(1.0, [2, -1], [1, 5], lambda z: z * z, lambda z: 2 * z)
    assert factors.tolist() == [12.0, 8.0]
    assert gradient == 96.0


@pytest.mark.parametrize(("weights", "biases"), [([], []), ([1.0], []), ([1.0], [0.0, 0.0])])
def test_chain_gradient_refuses(weights, biases):
    with pytest.raises(ValueError, match="same length"):
        chain_gradient(1.0, weights, biases, np.tanh, np.tanh)


# the network


def test_network_has_the_shape_asked_for():
    model = build_deep_network(4, width=5, inputs=3, activation="tanh", output_activation="linear")
    assert [layer.kernel.shape for layer in model.layers] == [(3, 5), (5, 5), (5, 5), (5, 1)]
    assert [layer.activation.__name__ for layer in model.layers] == ["tanh"] * 3 + ["linear"]
    assert all(np.all(layer.bias.numpy() == 0) for layer in model.layers)


def test_network_of_one_layer_is_the_output_layer():
    assert build_deep_network(1, inputs=3).layers[0].kernel.shape == (3, 1)


def test_network_is_seeded_layer_by_layer():
    a, b, c = (build_deep_network(4, width=6, seed=seed).get_weights() for seed in (0, 0, 1))
    assert all(np.array_equal(u, v) for u, v in zip(a, b, strict=True))
    assert not np.array_equal(a[0], c[0])
    assert not np.array_equal(a[2], a[4])  # two hidden kernels of one shape


def test_seeded_keeps_the_configuration():
    copy = seeded(keras.initializers.RandomNormal(stddev=2.0, seed=7), 3)
    assert (copy.stddev, copy.seed) == (2.0, 3)


def test_network_and_seeded_refuse():
    with pytest.raises(ValueError, match=r"at least 1. Received: depth=0"):
        build_deep_network(0)
    with pytest.raises(ValueError, match=r"random one. Received: initializer=zeros"):
        seeded("zeros", 0)


@pytest.mark.parametrize(
    "call",
    [
        lambda name: max_derivative(name),
        lambda name: attenuation_bound(name, 3),
        lambda name: seeded(name, 0),
        lambda name: build_deep_network(2, activation=name),
        lambda name: build_deep_network(2, initializer=name),
        lambda name: kernel_gradient_norms(build_deep_network(1), *batch(), loss=name),
    ],
)
def test_names_that_keras_does_not_know_are_refused_by_name(call):
    with pytest.raises(ValueError, match="softsigmoid"):
        call("softsigmoid")


# kernel gradient norms


def test_kernel_norms_match_backpropagation_by_hand():
    model, (x, y) = build_deep_network(3, width=6), batch()
    kernels = [layer.kernel.numpy().astype("float64") for layer in model.layers]
    h = [x.astype("float64")]
    for w in kernels:
        h.append(sigmoid(h[-1] @ w))  # biases are 0
    delta = 2 * (h[-1] - y) / len(x) * h[-1] * (1 - h[-1])
    expected = []
    for l in (2, 1, 0):
        expected.insert(0, np.linalg.norm(h[l].T @ delta))
        delta = (delta @ kernels[l].T) * h[l] * (1 - h[l])
    # float32 model: about 1e-6; leaving out the mean over the batch would be off by 20
    np.testing.assert_allclose(kernel_gradient_norms(model, x, y), expected, rtol=1e-4)


def test_kernel_norms_do_not_depend_on_repeating_the_batch():
    model, (x, y) = build_deep_network(3, width=6), batch()
    once = kernel_gradient_norms(model, x, y)
    twice = kernel_gradient_norms(model, np.tile(x, (2, 1)), np.tile(y, (2, 1)))
    np.testing.assert_allclose(once, twice, rtol=1e-4)


def test_kernel_norms_leave_out_biases_and_frozen_layers():
    model, (x, y) = build_deep_network(4), batch()
    model.layers[1].trainable = False
    assert kernel_gradient_norms(model, x, y).shape == (3,)


def test_kernel_norm_of_an_unused_kernel_is_zero():
    inputs = keras.Input((10,))
    heads = [keras.layers.Dense(1)(inputs) for _ in range(2)]
    norms = kernel_gradient_norms(
        keras.Model(inputs, heads), *batch(), loss=lambda y, outputs: (outputs[1] - y) ** 2
    )
    assert norms[0] == 0
    assert norms[1] > 0


def test_kernel_norms_refuse_a_loss_without_the_model():
    with pytest.raises(ValueError, match=r"at least one kernel .* Received: 2 gradients, all None"):
        kernel_gradient_norms(build_deep_network(2), *batch(), loss=lambda y, p: tf.constant(1.0))


@pytest.mark.parametrize("targets", [1, 19, 21])  # one would be broadcast to all
def test_kernel_norms_refuse_inputs_and_targets_that_do_not_pair_up(targets):
    x, y = batch(20)[0], batch(targets)[1]
    with pytest.raises(ValueError, match=rf"len\(x\)=20, len\(y\)={targets}"):
        kernel_gradient_norms(build_deep_network(1), x, y)


@pytest.mark.parametrize("scale", [1e25, 1e-25])
def test_kernel_norms_survive_squares_outside_float32(scale):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, use_bias=False)])
    # the slope of the loss is scale, so the gradient is scale * (3, 4): rounding 1e-7
    norms = kernel_gradient_norms(
        model, np.float32([[3, 4]]), np.zeros((1, 1)), loss=lambda y, p: scale * p
    )
    assert norms == pytest.approx([5 * scale], rel=1e-6)


def test_kernel_norms_work_for_convolutions_and_other_losses():
    model = keras.Sequential(
        [
            keras.Input((6, 6, 1)),
            keras.layers.Conv2D(2, 3),
            keras.layers.Flatten(),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
    x = np.random.default_rng(0).normal(size=(1, 6, 6, 1))
    norms = kernel_gradient_norms(model, x, np.array([2]), "sparse_categorical_crossentropy")
    assert norms.shape == (2,)
    assert (norms > 0).all()


def test_kernel_norms_refuse_a_model_without_kernels():
    with pytest.raises(ValueError, match="at least one trainable variable named 'kernel'"):
        kernel_gradient_norms(keras.Sequential([keras.Input((3,)), keras.layers.ReLU()]), *batch())


# the fit


@settings(deadline=None, max_examples=50)
@given(st.floats(0.01, 10), st.floats(1e-6, 1e6), st.integers(2, 30))
def test_fit_decay_recovers_a_geometric_sequence(factor, output_norm, layers):
    fit = fit_decay([output_norm * factor ** (layers - 1 - l) for l in range(layers)])
    assert fit.factor == pytest.approx(factor, rel=1e-9)
    assert fit.output_norm == pytest.approx(output_norm, rel=1e-8)


def test_fit_decay_matches_the_normal_equations():
    norms = np.random.default_rng(0).uniform(1e-4, 1, size=7)
    t, v = np.arange(6, -1, -1.0), np.log(norms)
    slope = ((t - t.mean()) * (v - v.mean())).sum() / ((t - t.mean()) ** 2).sum()
    fit = fit_decay(norms)
    assert fit.factor == pytest.approx(np.exp(slope), rel=1e-10)
    assert fit.output_norm == pytest.approx(np.exp(v.mean() - slope * t.mean()), rel=1e-10)


@pytest.mark.parametrize("norms", [[], [1.0], [[1.0, 2.0]], [1.0, 0.0], [1.0, np.nan], [1, np.inf]])
def test_fit_decay_refuses(norms):
    with pytest.raises(ValueError, match="Received: "):
        fit_decay(norms)


def test_sigmoid_networks_vanish_and_relu_networks_do_not():
    # measured over 8 seeds: 0.217 to 0.271 for the sigmoid, 0.86 for ReLU with He weights
    x, y = batch(100)
    vanishing = kernel_gradient_norms(build_deep_network(12), x, y)
    healthy = kernel_gradient_norms(
        build_deep_network(12, activation="relu", initializer="he_uniform"), x, y
    )
    assert 0.15 < fit_decay(vanishing[:-1]).factor < 0.35
    assert 0.6 < fit_decay(healthy[:-1]).factor < 1.4
