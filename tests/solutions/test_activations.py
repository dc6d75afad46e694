"""Activation functions: values, derivatives, extremes and types."""

import math

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

import solutions.activations as act

X = np.linspace(-6, 6, 121) + 0.013  # no kink on the grid
EXTREME = [-1e4, -1e3, -104.0, -89.0, -17.0, -1e-30, 0.0, 1e-30, 17.0, 89.0, 104.0, 1e3, 1e4]

PAIRS = {
    "sigmoid": (act.sigmoid, act.sigmoid_derivative, keras.activations.sigmoid),
    "tanh": (act.tanh, act.tanh_derivative, keras.activations.tanh),
    "relu": (act.relu, act.relu_derivative, keras.activations.relu),
    "leaky_relu": (
        lambda x: act.leaky_relu(x, 0.2),
        lambda x: act.leaky_relu_derivative(x, 0.2),
        lambda x: keras.activations.leaky_relu(x, 0.2),
    ),
    "prelu": (
        lambda x: act.prelu(x, -0.3),
        lambda x: act.prelu_derivative(x, -0.3),
        lambda x: tf.where(x > 0, x, -0.3 * x),
    ),
    "elu": (act.elu, act.elu_derivative, keras.activations.elu),
    "elu_2": (
        lambda x: act.elu(x, 2.0),
        lambda x: act.elu_derivative(x, 2.0),
        lambda x: keras.activations.elu(x, 2.0),
    ),
    "swish": (act.swish, act.swish_derivative, keras.activations.silu),
    "swish_1.5": (
        lambda x: act.swish(x, 1.5),
        lambda x: act.swish_derivative(x, 1.5),
        lambda x: x * tf.sigmoid(1.5 * x),
    ),
    "gelu": (act.gelu, act.gelu_derivative, lambda x: keras.activations.gelu(x, False)),
    "gelu_tanh": (
        act.gelu_tanh,
        act.gelu_tanh_derivative,
        lambda x: keras.activations.gelu(x, True),
    ),
}
ALL = pytest.mark.parametrize("name", PAIRS)


@ALL
def test_values_and_derivatives_match_the_framework(name):
    f, df, reference = PAIRS[name]
    x = tf.constant(X)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = reference(x)
    # TensorFlow's GELU and Leaky ReLU hold their constants in float32: 1e-8 off in float64, more in
    # GELU's far tail (hence atol). The nearest wrong variant, the other GELU, is 5e-4 away.
    np.testing.assert_allclose(f(X), y, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(df(X), tape.gradient(y, x), rtol=1e-6, atol=1e-7)


@ALL
def test_derivatives_match_central_differences(name):
    f, df, _ = PAIRS[name]
    numeric = (f(X + 1e-5) - f(X - 1e-5)) / 2e-5
    np.testing.assert_allclose(df(X), numeric, rtol=1e-6, atol=1e-9)


@ALL
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_extremes_are_finite_silent_and_keep_the_type(name, dtype):
    x = np.array(EXTREME, dtype)
    before = x.copy()
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        for function in PAIRS[name][:2]:
            y = function(x)
            assert y.dtype == dtype
            assert y.shape == x.shape
            assert np.isfinite(y).all()
            single = function(dtype(3))
            assert single.dtype == dtype
            assert np.shape(single) == ()
    assert np.array_equal(x, before)


@ALL
def test_shapes_and_integers(name):
    for function in PAIRS[name][:2]:
        x = np.arange(-3, 3).reshape(1, 2, 3)
        assert function(x).dtype == np.float64
        np.testing.assert_array_equal(function(x), function(x.astype(float)))


@ALL
def test_far_out_the_function_is_its_asymptote(name):
    f, df, _ = PAIRS[name]
    if name in ("sigmoid", "tanh"):
        assert f(1e4) == 1
        assert df(1e4) == df(-1e4) == 0
    else:
        assert f(1e4) == 1e4
        assert df(1e4) == 1


def test_type_rule_refuses():
    for wrong in (1j, "one", None):
        with pytest.raises(TypeError, match=r"must hold real numbers. Received: dtype="):
            act.as_floating(wrong)


# saturating: float32 keeps its seven digits in the tails, where 1 - s and 1 - t^2 round to 0
@pytest.mark.parametrize("x", [-80.0, -20.0, -3.0, 3.0, 20.0, 40.0])
def test_tails_keep_their_digits(x):
    exact = math.exp(-abs(x)) / (1 + math.exp(-abs(x))) ** 2
    assert float(act.sigmoid_derivative(np.float32(x))) == pytest.approx(exact, rel=1e-5)
    exact = 1 / math.cosh(x / 2) ** 2
    assert float(act.tanh_derivative(np.float32(x / 2))) == pytest.approx(exact, rel=1e-5)


# the tanh form of GELU: 1 + tanh(u) has no digit left from x = -5.4 on in float32
@pytest.mark.parametrize("x", [-9.0, -5.416, -3.0, -1.0])
def test_gelu_tanh_keeps_its_digits(x):
    x = float(np.float32(x))
    u, slope = (math.sqrt(2 / math.pi) * p for p in (x + 0.044715 * x**3, 1 + 0.134145 * x * x))
    s = 1 / (1 + math.exp(-2 * u))
    # the exponent 2 u <= 70 is rounded: 4e-6
    assert float(act.gelu_tanh(np.float32(x))) == pytest.approx(x * s, rel=4e-5)
    exact = s + 2 * x * s * (1 - s) * slope
    assert float(act.gelu_tanh_derivative(np.float32(x))) == pytest.approx(exact, rel=4e-5)


@settings(deadline=None)
@given(st.floats(-700, 700))
def test_identities(x):
    assert act.sigmoid(-x) == pytest.approx(1 - act.sigmoid(x), abs=1e-15)
    assert act.tanh(x / 2) == pytest.approx(2 * act.sigmoid(x) - 1, abs=1e-15)
    for gate in (act.swish, act.gelu, act.gelu_tanh):  # x g(x) + x g(-x) = x
        assert gate(x) - gate(-x) == pytest.approx(x, rel=1e-12)


# rectifiers
def test_conventions_at_zero():
    assert act.relu_derivative(0.0) == 0
    assert act.leaky_relu_derivative(0.0, 0.2) == 0.2
    assert act.prelu_derivative(0.0, 0.3) == 0.3
    assert act.elu_derivative(0.0, 0.5) == 0.5


@settings(deadline=None)
@given(st.floats(-100, 100), st.floats(0, 3))
def test_leaky_relu_is_a_maximum_up_to_slope_one(x, alpha):
    expected = max(x, alpha * x) if alpha <= 1 else min(x, alpha * x)
    assert act.leaky_relu(x, alpha) == expected


@pytest.mark.parametrize(("alpha", "jump"), [(0.5, 0.5), (1.0, 0.0), (2.0, -1.0)])
def test_elu_has_no_kink_only_for_alpha_one(alpha, jump):
    slopes = act.elu_derivative(np.array([-1e-12, 1e-12]), alpha)
    assert slopes[1] - slopes[0] == pytest.approx(jump, abs=1e-9)


def test_prelu_has_a_slope_for_each_channel():
    x = np.random.default_rng(0).normal(size=(2, 3, 4)).astype("float32")
    alpha = [0.1, 0.2, -0.3, 0.0]
    layer = keras.layers.PReLU(shared_axes=[1])
    layer.build(x.shape)
    layer.alpha.assign(np.array([alpha]))
    np.testing.assert_allclose(act.prelu(x, alpha), layer(x), rtol=1e-6)
    assert act.prelu(x, alpha).dtype == np.float32


def test_prelu_slope_gradient_matches_central_differences():
    numeric = (act.prelu(X, 0.25 + 1e-5) - act.prelu(X, 0.25 - 1e-5)) / 2e-5
    np.testing.assert_allclose(act.prelu_alpha_derivative(X), numeric, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("slopes", [[[0.1], [0.2]], [[0.1, 0.2, 0.3]], [0.1], [0.1] * 4])
@pytest.mark.parametrize("function", [act.prelu, act.prelu_derivative])
def test_prelu_refuses_slopes_that_do_not_belong_to_the_channels(function, slopes):
    with pytest.raises(ValueError, match=r"alpha.shape=\(.*\), x.shape=\(2, 3\)"):
        function(np.ones((2, 3)), slopes)
    with pytest.raises(ValueError, match=r"alpha.shape=\(.*\), x.shape=\(\)"):
        function(1.0, slopes)


ALPHA = pytest.mark.parametrize(
    "function", [act.leaky_relu, act.leaky_relu_derivative, act.elu, act.elu_derivative]
)


@ALPHA
@pytest.mark.parametrize("alpha", [-0.1, math.nan])
def test_negative_alpha_is_refused(function, alpha):
    with pytest.raises(ValueError, match=rf"alpha must be at least 0. Received: alpha={alpha}"):
        function(1.0, alpha)


@ALPHA
def test_the_type_is_that_of_x_and_not_of_alpha(function):
    assert function(np.float32([-1, 1]), np.float64(0.3)).dtype == np.float32


@pytest.mark.parametrize("function", [act.swish, act.swish_derivative])
def test_the_type_is_that_of_x_and_not_of_beta(function):
    assert function(np.float32([-1, 1]), np.float64(1.5)).dtype == np.float32


# smooth
def test_gelu_matches_the_normal_distribution_in_the_tail():
    x = np.linspace(-30, 8, 200)  # (1 + erf) / 2 is 0 from -8.3 on
    np.testing.assert_allclose(act.gelu(x), x * norm.cdf(x), rtol=1e-9)
    np.testing.assert_allclose(
        act.gelu_derivative(x), norm.cdf(x) + x * norm.pdf(x), rtol=1e-9, atol=1e-300
    )


def test_gelu_forms_are_close_but_two():
    difference = np.abs(act.gelu(X) - act.gelu_tanh(X)).max()
    assert 1e-4 < difference < 5e-4


# softmax
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(5,), (1, 1), (3, 4), (2, 3, 4, 5)])
def test_softmax_matches_keras_and_sums_to_one(shape, dtype):
    z = np.random.default_rng(0).normal(scale=5, size=shape).astype(dtype)
    s = act.softmax(z)
    assert s.dtype == dtype
    np.testing.assert_allclose(s, tf.nn.softmax(z), rtol=1e-5 if dtype == np.float32 else 1e-12)
    np.testing.assert_allclose(s.sum(axis=-1), 1, rtol=1e-6)
    np.testing.assert_allclose(act.softmax(z, axis=0), tf.nn.softmax(z, axis=0), rtol=1e-5)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_softmax_is_stable_and_blind_to_a_shift(dtype):
    z = np.array([[1e4, -1e4, 1e4 - 1]], dtype)
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        s, jacobian = act.softmax(z), act.softmax_jacobian(z)
        product = act.softmax_jvp(z, np.full_like(z, 1e4))
    np.testing.assert_allclose(s, act.softmax(z - dtype(1e4)), rtol=1e-6)
    assert np.isfinite(jacobian).all()
    np.testing.assert_allclose(product, 0, atol=1e-2 if dtype == np.float32 else 1e-8)


def test_softmax_jacobian_matches_central_differences():
    z = np.random.default_rng(1).normal(size=(2, 4))
    for j, step in enumerate(1e-5 * np.eye(4)):
        numeric = (act.softmax(z + step) - act.softmax(z - step)) / 2e-5
        np.testing.assert_allclose(act.softmax_jacobian(z)[..., j], numeric, rtol=1e-6, atol=1e-9)


def test_softmax_jacobian_is_symmetric_and_sums_to_zero():
    jacobian = act.softmax_jacobian(np.random.default_rng(2).normal(size=(3, 1, 5)))
    assert jacobian.shape == (3, 1, 5, 5)
    np.testing.assert_allclose(jacobian, np.swapaxes(jacobian, -1, -2), atol=1e-15)
    np.testing.assert_allclose(jacobian.sum(axis=-1), 0, atol=1e-15)


def test_softmax_jvp_is_the_product_and_what_the_tape_computes():
    rng = np.random.default_rng(3)
    z, v = rng.normal(size=(2, 3, 5)), rng.normal(size=(2, 3, 5))
    product = act.softmax_jvp(z, v)
    expected = np.einsum("...ij,...j->...i", act.softmax_jacobian(z), v)
    np.testing.assert_allclose(product, expected, rtol=1e-9, atol=1e-15)
    x = tf.constant(z)
    with tf.GradientTape() as tape:
        tape.watch(x)
        s = tf.nn.softmax(x)
    np.testing.assert_allclose(
        product, tape.gradient(s, x, output_gradients=tf.constant(v)), rtol=1e-9, atol=1e-15
    )


def test_softmax_refuses():
    for wrong in (3.0, np.zeros((2, 0))):
        with pytest.raises(ValueError, match="at least one entry along axis"):
            act.softmax(wrong)
    for axis in (2, -3):
        with pytest.raises(ValueError, match=rf"along axis {axis}. Received: shape=\(1, 2\)"):
            act.softmax(np.zeros((1, 2)), axis)
    with pytest.raises(ValueError, match=r"same shape. Received: z.shape=\(2,\), v.shape=\(3,\)"):
        act.softmax_jvp([0.0, 0.0], [0.0, 0.0, 0.0])
