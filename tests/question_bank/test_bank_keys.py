"""Keys of the exemplars against a second computation, by hand or by simulation."""

import numpy as np
import pytest

from question_bank.variant import realise


@pytest.fixture(params=range(1, 21))
def variant(request, bank):
    return lambda id: realise(bank[id], request.param)


def test_sigmoid_bound_by_a_grid_and_a_product(variant):
    v = variant("m2-vanishing-sigmoid-bound")
    z = np.linspace(-5, 5, 100_001)
    s = 1 / (1 + np.exp(-z))
    bound = 1.0
    for _ in range(v.values["n"]):
        bound *= np.max(s * (1 - s))
    assert v.key == pytest.approx(bound, rel=1e-9)


def test_adams_first_step_by_a_second_form(variant):
    v = variant("m2-adam-first-step")
    # lr sqrt(1 - beta2^t) / (1 - beta1^t) m / sqrt(v), the form below Algorithm 1, at t = 1
    m, s = 0.1 * v.values["g"], 0.001 * v.values["g"] ** 2
    step = v.values["lr"] * np.sqrt(1 - 0.999) / (1 - 0.9) * m / np.sqrt(s)
    assert v.key == pytest.approx(step, rel=1e-9)


def test_he_deviation_keeps_the_mean_square(variant):
    v = variant("m2-init-he-deviation")
    rng = np.random.default_rng(0)
    n = v.values["n"]
    z = rng.normal(size=(4000, n)) @ rng.normal(0, v.key, size=(n, 4))
    # the input has mean square 1, so z has 2 and ReLU(z) has 1; a factor 1 would give 0.5
    assert np.mean(np.maximum(z, 0) ** 2) == pytest.approx(1, abs=5 * np.sqrt(2 / (4 * n)) + 0.1)


def test_alternating_momentum_solves_its_equation(variant):
    v = variant("m2-momentum-alternating")
    assert v.key == pytest.approx(-v.values["beta"] * v.key + v.values["step"], rel=1e-12)


def test_early_stopping_by_walking_the_curve(variant):
    v = variant("m2-early-stopping-curve")
    best, waited, stopped = np.inf, 0, None
    for epoch, loss in zip(v.values["epochs"], v.values["valid"], strict=True):
        best, waited = (loss, 0) if loss < best else (best, waited + 1)
        if waited == v.values["patience"] and stopped is None:
            stopped = epoch
    assert v.key == stopped


def test_clipped_gradients(variant):
    v = variant("m2-clip-norm-or-value").values
    g, limit = np.array(v["g"], dtype=float), v["limit"]
    assert np.hypot(*g) == pytest.approx(v["norm"], rel=1e-12)
    assert np.hypot(*v["by_norm"]) == pytest.approx(limit, rel=1e-12)
    assert np.cross([*g, 0], [*v["by_norm"], 0])[2] == pytest.approx(0, abs=1e-9)
    assert v["by_value"] == [min(x, limit) for x in v["g"]]
    assert v["by_value"][0] / v["by_value"][1] != pytest.approx(g[0] / g[1])


def test_linear_layers_compose(variant):
    v = variant("m1-linear-layers-collapse").values
    for x in (-3, 0, 7):
        assert v["c"] * (v["a"] * x + v["b"]) + v["d"] == v["slope"] * x + v["intercept"]
