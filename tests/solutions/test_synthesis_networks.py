"""Synthesis, the parts with networks: diagnosis of models, designs and what is built from them."""

import keras
import numpy as np
import pytest

from solutions.attention import MultiHeadSelfAttention
from solutions.data import load
from solutions.gan import build_generator
from solutions.synthesis import (
    build_network,
    build_robust_network,
    check_design,
    diagnose,
    hidden_layers,
    kernel_initializer,
    make_optimizer,
    prescribe,
    vital_signs,
)
from solutions.synthesis.study import HEALTHY, PATIENTS

DATA = load("digits")
X, Y = DATA.x_train[:64], DATA.y_train[:64]
SMALL = {**HEALTHY, "hidden_layers": 3, "width": 8}


# diagnosis


@pytest.mark.parametrize("normalization", [None, "batch", "layer"])
@pytest.mark.parametrize("residual", [False, True])
def test_vital_signs_have_one_number_for_each_layer_and_leave_the_model_alone(
    normalization, residual
):
    model = build_network({**SMALL, "normalization": normalization, "residual": residual})
    before = model.get_weights()
    signs = vital_signs(model, X, Y)
    assert len(signs["gradient_norms"]) == 4
    assert [len(signs[name]) for name in ("signal", "saturated", "dead")] == [3, 3, 3]
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_vital_signs_match_a_network_by_hand():
    model = keras.Sequential(
        [keras.Input((2,)), keras.layers.Dense(3, "relu"), keras.layers.Dense(2)]
    )
    W, b = np.array([[1.0, -1.0, 0.5], [0.0, -1.0, 1.0]]), np.array([0.0, -5.0, 0.0])
    V = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 2.0]])
    model.set_weights([W, b, V, np.zeros(2)])
    x, y = np.array([[1.0, 2.0], [-1.0, 0.5], [3.0, -2.0]]), np.array([0, 1, 1])
    h = np.maximum(x @ W + b, 0)
    p = np.exp(h @ V) / np.exp(h @ V).sum(axis=1, keepdims=True)
    delta = (p - np.eye(2)[y]) / 3
    norms = np.linalg.norm(x.T @ ((delta @ V.T) * (h > 0))), np.linalg.norm(h.T @ delta)
    signs = vital_signs(model, x, y)
    assert signs["gradient_norms"] == pytest.approx(norms, rel=1e-5)
    assert signs["signal"] == pytest.approx([np.sqrt(h.var(axis=0).mean())], rel=1e-5)
    assert signs["dead"] == pytest.approx([1 / 3])  # the unit with bias -5
    assert signs["saturated"] == [0.0]


def test_a_model_without_hidden_layers_has_gradients_only():
    signs = vital_signs(keras.Sequential([keras.Input((64,)), keras.layers.Dense(10)]), X, Y)
    assert [len(values) for values in signs.values()] == [1, 0, 0, 0]


def test_hidden_layers_are_where_the_activations_are():
    layers = [
        keras.layers.Dense(3, name="d1"),
        keras.layers.BatchNormalization(),
        keras.layers.Activation("tanh", name="a1"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(3, "sigmoid", name="d2"),
        keras.layers.Dense(1, name="head"),
    ]
    model = keras.Sequential([keras.Input((2,)), *layers])
    assert [layer.name for layer in hidden_layers(model)] == ["a1", "d2"]
    with pytest.raises(ValueError, match="kernel"):
        hidden_layers(keras.Sequential([keras.Input((2,)), keras.layers.ReLU()]))


@pytest.mark.parametrize(
    "layer", ["ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax"]
)  # none of them has an attribute ``activation``
def test_hidden_layers_know_activations_that_are_layers(layer):
    parts = [
        keras.layers.Dense(3),
        getattr(keras.layers, layer)(name="last"),
        keras.layers.Dense(1),
    ]
    model = keras.Sequential([keras.Input((2,)), *parts])
    assert [found.name for found in hidden_layers(model)] == ["last"]


def test_the_generator_is_examined_behind_its_rectifiers():
    generator, rng = build_generator(latent=4, width=6), np.random.default_rng(0)
    z, target = rng.normal(size=(50, 4)).astype("float32"), np.zeros((50, 64), "float32")
    norm = generator.layers[1]
    norm.beta.assign([-9.0, -9.0, 0.0, 0.0, 0.0, 0.0])  # two units that no noise wakes
    signs = vital_signs(generator, z, target, keras.losses.MeanSquaredError())
    W, beta = generator.layers[0].kernel.numpy(), norm.beta.numpy()
    pre = z @ W
    h = np.maximum((pre - pre.mean(axis=0)) / np.sqrt(pre.var(axis=0) + norm.epsilon) + beta, 0)
    assert signs["dead"] == pytest.approx([2 / 6, 0.0])
    assert signs["signal"][0] == pytest.approx(np.sqrt(h.var(axis=0).mean()), rel=1e-5)
    assert [len(values) for values in signs.values()] == [3, 2, 2, 2]


@pytest.mark.parametrize(
    "closed",
    [
        lambda: MultiHeadSelfAttention(2),
        lambda: keras.layers.SimpleRNN(8, return_sequences=True),
        lambda: keras.Sequential([keras.layers.Dense(8, "relu")]),
    ],
)
def test_what_cannot_be_examined_is_refused(closed):
    layer = closed()
    model = keras.Sequential([keras.Input((3, 8)), layer, keras.layers.Dense(10)])
    with pytest.raises(ValueError, match=f"Received: layers .*{layer.name}"):
        vital_signs(model, np.ones((4, 3, 8)), np.zeros((4, 3), int))


@pytest.mark.parametrize(
    ("patient", "expected"),
    [
        ("deep sigmoid", {"vanishing", "fading"}),
        ("small weights", {"fading"}),
        ("large weights", {"exploding"}),
        ("saturated tanh", {"exploding", "saturated"}),
        ("healthy (control)", set()),
    ],
)
def test_patients_are_recognised_before_training_and_cured(patient, expected):
    design, x, y = PATIENTS[patient], DATA.x_train[:256], DATA.y_train[:256]
    findings = diagnose(build_network(design, seed=5), x, y)["findings"]
    assert set(findings) == expected
    treated = build_robust_network(design, prescribe(findings, design), seed=5)
    assert diagnose(treated, x, y)["findings"] == {}


def test_diagnosis_takes_losses_and_another_loss_function():
    model = build_network(SMALL, outputs=1)
    diagnosis = diagnose(
        model, X, Y[:, None], losses=[1.0, 1.0], loss_fn=keras.losses.MeanSquaredError()
    )
    assert set(diagnosis) == {"signs", "findings"}
    assert diagnosis["findings"] == {"stalled": 1.0}
    assert diagnosis["signs"]["gradient_norms"] != vital_signs(model, X, 0 * Y)["gradient_norms"]


# building


def test_plain_network_matches_numpy():
    model = build_network({**SMALL, "activation": "tanh"}, inputs=5, outputs=2, seed=1)
    x = np.random.default_rng(0).normal(size=(4, 5)).astype("float32")
    weights = model.get_weights()
    h = x
    for W, b in zip(weights[:-2:2], weights[1:-2:2], strict=True):
        h = np.tanh(h @ W + b)
    np.testing.assert_allclose(model(x), h @ weights[-2] + weights[-1], rtol=1e-4, atol=1e-6)


def test_residual_network_matches_numpy():
    design = {**SMALL, "residual": True, "normalization": "layer"}
    model = build_network(design, inputs=5, outputs=2, seed=1)
    x = np.random.default_rng(0).normal(size=(4, 5)).astype("float32")
    kernels = [w for w in model.get_weights() if w.ndim == 2]

    def branch(h):  # gamma = 1, beta = 0 and all biases 0 at the start; Keras: epsilon 1e-3
        mean, variance = h.mean(axis=1, keepdims=True), h.var(axis=1, keepdims=True)
        return np.maximum((h - mean) / np.sqrt(variance + 1e-3), 0)

    h = x @ kernels[0]
    for W in kernels[1:-1]:
        h = h + branch(h) @ W
    np.testing.assert_allclose(model(x), branch(h) @ kernels[-1], rtol=1e-4, atol=1e-5)


def test_kernels_are_seeded_and_all_different():
    same, again, other = (build_network(SMALL, inputs=8, seed=s).get_weights() for s in (2, 2, 3))
    np.testing.assert_array_equal(same[0], again[0])
    kernels = [w for w in same if w.shape == (8, 8)] + [w for w in other if w.shape == (8, 8)]
    assert len({w.tobytes() for w in kernels}) == 6


@pytest.mark.parametrize(
    ("initializer", "activation", "variance"),
    [
        ("matched", "relu", 2 / 400),
        ("matched", "gelu", 2 / 400),
        ("matched", "sigmoid", 2 / 1000),
        ("matched", "linear", 2 / 1000),
        ("lecun_normal", "relu", 1 / 400),
        (0.3, "relu", 0.09),
    ],
)
def test_kernel_initializer_has_the_right_variance(initializer, activation, variance):
    w = np.asarray(kernel_initializer(initializer, activation, seed=0)((400, 600)))
    # 240,000 draws: standard error of the variance 0.3 %, z = 5
    assert w.var() == pytest.approx(variance, rel=0.015)


def test_robust_network_is_the_treated_design():
    prescription = [
        {"aspect": "activation", "value": "leaky_relu"},
        {"aspect": "normalization", "value": "batch"},
    ]
    names = [layer.name for layer in build_robust_network(SMALL, prescription).layers]
    assert sum("batch_normalization" in name for name in names) == 3
    assert SMALL["normalization"] is None


def test_optimizer_follows_the_design():
    assert isinstance(make_optimizer(SMALL, 10), keras.optimizers.SGD)
    adam = make_optimizer(
        {**SMALL, "optimizer": "adam", "schedule": "cosine", "learning_rate": 0.5}, steps=10
    )
    assert isinstance(adam, keras.optimizers.Adam)
    assert adam.global_clipnorm is None
    rates = [float(adam._learning_rate(step)) for step in (0, 5, 10)]
    assert rates == pytest.approx([0.5, 0.25, 0.0], abs=1e-6)
    with pytest.raises(ValueError, match="steps=0"):
        make_optimizer(SMALL, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"hidden_layers": 0},
        {"hidden_layers": None},
        {"hidden_layers": 2.5},
        {"hidden_layers": "3"},
        {"hidden_layers": True},
        {"width": -1},
        {"activation": "relux"},
        {"activation": None},
        {"initializer": "he"},
        {"initializer": None},
        {"residual": "no"},
        {"learning_rate": float("nan")},
        {"learning_rate": None},
        {"learning_rate": 0.0},
        {"clip_norm": -1.0},
        {"initializer": 0},
        {"normalization": "instance"},
        {"optimizer": "lion"},
        {"schedule": "step"},
        {"dropout": 0.5},
    ],
)
def test_designs_are_checked(change):
    with pytest.raises(ValueError, match="Received: "):
        check_design({**SMALL, **change})
