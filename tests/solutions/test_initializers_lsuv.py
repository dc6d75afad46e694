"""LSUV: unit variance layer by layer, and an end that is always reached."""

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions.initializers import lsuv, output_variance, scale_to_unit_variance


def lecture_network():
    units = ((64, "relu"), (32, "relu"), (16, "relu"), (1, "sigmoid"))
    layers = [keras.layers.Dense(n, activation=f, name=f"dense_{n}") for n, f in units]
    return keras.Sequential([keras.Input((10,)), *layers])


def batch(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


@pytest.mark.parametrize("seed", range(3))
def test_lsuv_converges_on_the_lecture_network(seed):
    model, x = lecture_network(), batch(100, 10, seed=seed)
    reports = lsuv(model, x, seed=seed)
    assert [report.layer for report in reports] == ["dense_64", "dense_32", "dense_16", "dense_1"]
    assert all(report.converged and report.iterations <= 1 for report in reports)
    h = x.astype("float64")
    for layer, report in zip(model.layers, reports, strict=True):
        z = h @ layer.kernel.numpy() + layer.bias.numpy()
        assert z.var() == pytest.approx(1, abs=1e-4)  # one exact division, in float32
        assert report.variance == pytest.approx(z.var(), rel=1e-4)
        h = np.maximum(z, 0)


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 12), st.sampled_from(["linear", "relu", "tanh", "sigmoid"])),
        min_size=1,
        max_size=3,
    ),
    st.booleans(),
    st.integers(0, 10**6),
)
def test_lsuv_reaches_the_target_or_names_the_layer(shape, after, seed):
    layers = [keras.layers.Dense(n, f, name=f"{i}_{f}") for i, (n, f) in enumerate(shape)]
    model, x = keras.Sequential([keras.Input((6,)), *layers]), batch(40, 6, seed=seed)
    reports = lsuv(model, x, after_activation=after, seed=seed)
    assert [report.layer for report in reports] == [layer.name for layer in layers]
    h = x
    for layer, (_, f), report in zip(layers, shape, reports, strict=True):
        variance = output_variance(layer, h, after)
        assert report.variance == pytest.approx(variance, rel=1e-6)
        assert report.converged == (abs(variance - 1) < 0.1)
        assert np.isfinite(layer.kernel).all()
        if after and f == "sigmoid":
            assert not report.converged  # a value in (0, 1)
        elif not after and np.var(h) > 0:
            assert report.converged  # linear in the kernel
        h = layer(h)


def test_lsuv_kernels_are_scaled_orthonormal_matrices():
    model = lecture_network()
    reports = lsuv(model, batch(100, 10))
    for layer, report in zip(model.layers, reports, strict=True):
        w = layer.kernel.numpy()
        gram = w.T @ w if w.shape[0] >= w.shape[1] else w @ w.T
        np.testing.assert_allclose(gram * report.start, np.eye(len(gram)), atol=1e-4)


def test_lsuv_is_seeded():
    kernels = []
    for seed in (0, 0, 1):
        model = lecture_network()
        lsuv(model, batch(100, 10), seed=seed)
        kernels.append(model.layers[1].kernel.numpy())
    assert np.array_equal(kernels[0], kernels[1])
    assert not np.array_equal(kernels[0], kernels[2])


@pytest.mark.parametrize("seed", range(10))
def test_lsuv_after_the_activation_names_the_sigmoid_layer_and_stays_finite(seed):
    model = lecture_network()
    reports = lsuv(model, batch(100, 10, seed=seed), after_activation=True, seed=seed)
    assert [report.converged for report in reports] == [True, True, True, False]
    last = reports[-1]
    assert last.layer == "dense_1"
    assert last.iterations <= 10
    assert last.variance == last.start < 0.25  # a value in (0, 1) has a variance of at most 1/4
    kernel = model.layers[-1].kernel.numpy()
    assert np.linalg.norm(kernel) == pytest.approx(1, rel=1e-5)  # the orthonormal start


def test_lsuv_reaches_another_target():
    model, x = lecture_network(), batch(100, 10)
    reports = lsuv(model, x, target=4.0, tolerance=0.01)
    assert all(abs(report.variance - 4) < 0.01 for report in reports)


def test_lsuv_runs_other_layers_as_in_inference():
    model = keras.Sequential(
        [
            keras.Input((8, 8, 3)),
            keras.layers.Conv2D(4, 3, activation="relu"),
            keras.layers.BatchNormalization(),
            keras.layers.Dropout(0.5),
            keras.layers.Flatten(),
            keras.layers.Dense(2),
        ]
    )
    x = batch(64, 8, 8, 3)
    reports = lsuv(model, x, tolerance=1e-3)
    assert len(reports) == 2
    assert all(report.converged for report in reports)
    assert np.var(model(x, training=False)) == pytest.approx(1, abs=1e-3)
    assert np.all(model.layers[1].moving_mean.numpy() == 0)


def built(units=3, **settings):
    layer = keras.layers.Dense(units, **settings)
    layer.build((None, 4))
    return layer


def test_output_variance_is_that_of_the_linear_part_and_restores_the_activation():
    layer, x = built(activation="tanh"), batch(50, 4)
    z = x.astype("float64") @ layer.kernel.numpy()
    assert output_variance(layer, x) == pytest.approx(z.var(), rel=1e-5)
    assert output_variance(layer, x, after_activation=True) == pytest.approx(
        np.tanh(z).var(), rel=1e-5
    )
    assert layer.activation is keras.activations.tanh
    with pytest.raises(Exception):  # noqa: B017  whatever Keras raises for a wrong shape
        output_variance(layer, batch(50, 5))
    assert layer.activation is keras.activations.tanh


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_scaling_works_in_both_types(dtype):
    layer = built(dtype=dtype)
    report = scale_to_unit_variance(layer, batch(50, 4).astype(dtype), tolerance=1e-3)
    assert report.converged
    assert layer.kernel.dtype == dtype


def test_scaling_leaves_a_layer_that_is_right_already():
    layer, x = built(), batch(50, 4)
    scale_to_unit_variance(layer, x)
    kernel = layer.kernel.numpy()
    report = scale_to_unit_variance(layer, x)
    assert (report.iterations, report.converged) == (0, True)
    assert np.array_equal(layer.kernel.numpy(), kernel)


@pytest.mark.parametrize(
    "x", [np.ones((5, 4)), np.zeros((5, 4)), np.ones((1, 4)), np.full((5, 4), np.nan)]
)
def test_scaling_stops_at_once_where_nothing_varies(x):
    layer = built(units=1)
    kernel = layer.kernel.numpy()
    report = scale_to_unit_variance(layer, x.astype("float32"))
    assert (report.iterations, report.converged) == (0, False)
    assert np.array_equal(layer.kernel.numpy(), kernel)


def test_scaling_does_no_more_than_the_iterations_allowed():
    layer, x = built(activation="sigmoid"), batch(50, 4)
    report = scale_to_unit_variance(layer, x, max_iterations=3, after_activation=True)
    assert (report.iterations, report.converged) == (3, False)


@pytest.mark.parametrize(
    "wrong",
    [{"target": 0}, {"tolerance": 0}, {"target": -1}, {"max_iterations": 0},
     {"target": np.nan}, {"target": np.inf}, {"tolerance": np.nan}, {"max_iterations": np.nan}],
)  # fmt: skip
def test_wrong_numbers_are_refused_before_a_weight_is_changed(wrong):
    layer, model = built(), lecture_network()
    before = [layer.kernel.numpy(), *model.get_weights()]
    [(name, value)] = wrong.items()
    message = rf"must be .*Received: .*{name}={value}"
    with pytest.raises(ValueError, match=message):
        scale_to_unit_variance(layer, batch(5, 4), **wrong)
    with pytest.raises(ValueError, match=message):
        lsuv(model, batch(5, 10), **wrong)
    with pytest.raises(ValueError, match=message):
        lsuv(keras.Sequential([keras.Input((3,)), keras.layers.ReLU()]), batch(5, 3), **wrong)
    after = [layer.kernel.numpy(), *model.get_weights()]
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


def test_a_layer_without_an_activation_is_refused():
    with pytest.raises(TypeError, match=r"an activation.*Received: layer of type Flatten"):
        output_variance(keras.layers.Flatten(), batch(5, 4))


def test_lsuv_refuses():
    inputs = keras.Input((3,))
    functional = keras.Model(inputs, keras.layers.Dense(2)(inputs))
    with pytest.raises(TypeError, match=r"keras.Sequential. Received: Functional"):
        lsuv(functional, batch(5, 3))
    with pytest.raises(ValueError, match=r"model must be built.*Received: 'unbuilt'"):
        lsuv(keras.Sequential([keras.layers.Dense(2)], name="unbuilt"), batch(5, 3))
