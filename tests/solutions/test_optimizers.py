"""Each optimizer against a float64 NumPy loop, Keras, hand arithmetic and its own limits."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions.optimizers import SGD, AdaGrad, Adam, AdamW, Momentum, Nesterov, RMSprop

few = settings(deadline=None, max_examples=30)


def walk(optimizer, start, gradients):
    """Return the parameter after each of the given gradients, the start first."""
    path = [tf.convert_to_tensor(start)]
    for g in gradients:
        path.append(optimizer.update([path[-1]], [tf.convert_to_tensor(g)])[0])
    return np.array(path)


def stream(steps=20, dtype=np.float64):
    """Gradients that change size and sign, one exactly zero: what tells the variants apart."""
    rng = np.random.default_rng(0)
    g = rng.normal(size=(steps, 3)) * rng.choice([0.01, 1.0, 30.0], size=(steps, 1))
    g[:, 2] *= -1.0
    g[4] = 0.0
    return g.astype(dtype)


START = np.array([1.0, -2.0, 0.5])


# --- the float64 oracle: the papers' loops, written without our classes --------------------------


def loop_sgd(w, gs, lr=0.1):
    for g in gs:
        w = w - lr * g
        yield w


def loop_momentum(w, gs, lr=0.1, beta=0.8):
    for k in range(len(gs)):  # the sum that the recursion stands for
        w = w - lr * sum(beta ** (k - j) * gs[j] for j in range(k + 1))
        yield w


def loop_nesterov(w, gs, lr=0.1, beta=0.8):
    velocity = np.zeros_like(w)
    for g in gs:
        velocity = beta * velocity - lr * g  # Keras' sign
        w = w + beta * velocity - lr * g
        yield w


def loop_adagrad(w, gs, lr=0.1, eps=1e-3):
    for k, g in enumerate(gs):
        w = w - lr * g / (np.sqrt((gs[: k + 1] ** 2).sum(axis=0)) + eps)
        yield w


def loop_rmsprop(w, gs, lr=0.1, rho=0.8, eps=1e-3):
    for k, g in enumerate(gs):
        v = (1 - rho) * sum(rho ** (k - j) * gs[j] ** 2 for j in range(k + 1))
        w = w - lr * g / (np.sqrt(v) + eps)
        yield w


def loop_adam(w, gs, lr=0.1, b1=0.7, b2=0.9, eps=1e-3, decay=0.0):
    for k in range(len(gs)):  # the weighted means that bias correction makes of the moments
        weights1, weights2 = ((b ** np.arange(k, -1, -1))[:, None] for b in (b1, b2))
        m_hat = (weights1 * gs[: k + 1]).sum(axis=0) / weights1.sum()
        v_hat = (weights2 * gs[: k + 1] ** 2).sum(axis=0) / weights2.sum()
        w = w - lr * (m_hat / (np.sqrt(v_hat) + eps) + decay * w)
        yield w


CASES = {
    "sgd": (lambda: SGD(0.1), loop_sgd),
    "momentum": (lambda: Momentum(0.1, 0.8), loop_momentum),
    "nesterov": (lambda: Nesterov(0.1, 0.8), loop_nesterov),
    "adagrad": (lambda: AdaGrad(0.1, 1e-3), loop_adagrad),
    "rmsprop": (lambda: RMSprop(0.1, 0.8, 1e-3), loop_rmsprop),
    "adam": (lambda: Adam(0.1, 0.7, 0.9, 1e-3), loop_adam),
    "adamw": (
        lambda: AdamW(0.1, 0.7, 0.9, 1e-3, weight_decay=0.3),
        lambda w, gs: loop_adam(w, gs, decay=0.3),
    ),
}
each = pytest.mark.parametrize(("make", "loop"), CASES.values(), ids=CASES)


@each
@pytest.mark.parametrize(("dtype", "rtol"), [(np.float64, 1e-10), (np.float32, 1e-4)])
def test_matches_the_numpy_loop(make, loop, dtype, rtol):
    # float64 rounding over 20 steps: 1e-14; float32: 5e-6; misplaced epsilon: 1e-3 and more
    expected = [START, *loop(START, stream())]
    path = walk(make(), START.astype(dtype), stream(dtype=dtype))
    assert path.dtype == dtype
    np.testing.assert_allclose(path, expected, rtol=rtol, atol=rtol)


# --- Keras, with its conventions accounted for --------------------------------------------------


def keras_walk(optimizer, start, gradients, before_step=lambda k: None):
    variable = keras.Variable(start, dtype="float64")
    optimizer.build([variable])
    path = [start]
    for k, g in enumerate(gradients):
        before_step(k)
        optimizer.apply([tf.constant(g)], [variable])
        path.append(variable.numpy().copy())
    return np.array(path)


KERAS = {  # Keras keeps its learning rate in float32, so the agreement is about 1e-7
    "sgd": lambda: (SGD(0.1), keras.optimizers.SGD(0.1)),
    "momentum": lambda: (Momentum(0.1, 0.8), keras.optimizers.SGD(0.1, momentum=0.8)),
    "nesterov": lambda: (
        Nesterov(0.1, 0.8),
        keras.optimizers.SGD(0.1, momentum=0.8, nesterov=True),
    ),
    # epsilon inside the root, there made too small to matter; the sum starts at 0 as here
    "adagrad": lambda: (
        AdaGrad(0.1, 0.0),
        keras.optimizers.Adagrad(0.1, initial_accumulator_value=0.0, epsilon=1e-20),
    ),
    "rmsprop": lambda: (
        RMSprop(0.1, 0.8, 0.0),
        keras.optimizers.RMSprop(0.1, rho=0.8, epsilon=1e-20),
    ),
}


@pytest.mark.parametrize("pair", KERAS.values(), ids=KERAS)
def test_matches_keras(pair):
    ours, theirs = pair()
    expected = keras_walk(theirs, START, stream())
    np.testing.assert_allclose(walk(ours, START, stream()), expected, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("decay", [0.0, 0.3])
def test_adam_matches_keras_when_epsilon_hat_is_translated(decay):
    eps, b2 = 0.05, 0.9
    if decay:
        theirs = keras.optimizers.AdamW(0.1, weight_decay=decay, beta_1=0.7, beta_2=b2)
    else:
        theirs = keras.optimizers.Adam(0.1, beta_1=0.7, beta_2=b2)

    def epsilon_hat(k):
        theirs.epsilon = eps * np.sqrt(1 - b2 ** (k + 1))

    expected = keras_walk(theirs, START, stream(), before_step=epsilon_hat)
    path = walk(AdamW(0.1, 0.7, b2, eps, weight_decay=decay), START, stream())
    # Keras' float32 hyperparameters: 1e-6; an untranslated epsilon moves the path by 1e-2
    np.testing.assert_allclose(path, expected, rtol=1e-5, atol=1e-5)
    theirs.epsilon = eps


# --- hand arithmetic, identities and limits -----------------------------------------------------


def test_adam_with_a_large_epsilon_matches_hand_arithmetic():
    # step 1: m_hat = g = 2, v_hat = 4: 2 / (2 + 0.5) = 0.8
    # step 2, g = -1: m_hat = (0.5 * 2 - 1) / 1.5 = 0
    path = walk(Adam(1.0, 0.5, 0.5, epsilon=0.5), [0.0], [[2.0], [-1.0]])
    np.testing.assert_allclose(path[:, 0], [0.0, -0.8, -0.8], rtol=1e-6)


def test_nesterov_is_the_look_ahead_form_seen_from_the_look_ahead_point():
    lr, beta, h = 0.05, 0.9, np.array([1.0, 10.0])
    phi, v = np.array([1.0, 1.0]), np.zeros(2)  # gradient h w of the bowl
    w, optimizer = phi.copy(), Nesterov(lr, beta)
    for _ in range(30):
        np.testing.assert_allclose(w, phi - beta * v, rtol=1e-9, atol=1e-12)
        v = beta * v + lr * h * (phi - beta * v)
        phi = phi - v
        [w] = (new.numpy() for new in optimizer.update([w], [h * w]))


@pytest.mark.parametrize("beta", [0.5, 0.9])
def test_velocity_settles_where_the_geometric_series_does(beta):
    same = np.diff(walk(Momentum(1.0, beta), [0.0], np.ones((300, 1), np.float32)), axis=0)
    alternating = np.resize(np.float32([[1.0], [-1.0]]), (300, 1))
    there = np.diff(walk(Momentum(1.0, beta), [0.0], alternating), axis=0)
    # float32 differences of sums up to 3000: 2e-4
    np.testing.assert_allclose(np.abs(same[-1]), 1 / (1 - beta), rtol=1e-3)
    np.testing.assert_allclose(np.abs(there[-1]), 1 / (1 + beta), rtol=1e-3)


def test_the_sum_of_squares_shrinks_the_steps_and_the_average_does_not():
    ones = np.ones((400, 1))
    sizes = {m: -np.diff(walk(m(1.0), np.zeros(1), ones), axis=0)[:, 0] for m in (AdaGrad, Adam)}
    t = np.arange(1, 401)
    np.testing.assert_allclose(sizes[AdaGrad], 1 / np.sqrt(t), rtol=1e-6)
    np.testing.assert_allclose(sizes[Adam], 1.0, rtol=1e-6)


def test_limits_of_one_optimizer_are_another():
    gs = stream()
    sgd = walk(SGD(0.1), START, gs)
    np.testing.assert_allclose(walk(Momentum(0.1, 0.0), START, gs), sgd, rtol=1e-12)
    np.testing.assert_allclose(walk(Nesterov(0.1, 0.0), START, gs), sgd, rtol=1e-12)
    adam = walk(Adam(0.1), START, gs)
    np.testing.assert_allclose(walk(AdamW(0.1, weight_decay=0.0), START, gs), adam, rtol=1e-12)
    # without memory Adam is a sign step (0 where the gradient is 0); the least |g| is 1e-4
    sign = walk(Adam(0.1, beta1=0.0, beta2=0.0, epsilon=1e-12), START, gs)
    np.testing.assert_allclose(np.diff(sign, axis=0), -0.1 * np.sign(gs), rtol=1e-6, atol=1e-12)


@few
@given(st.floats(1e-3, 1e3), st.sampled_from([AdaGrad, RMSprop, Adam]))
def test_the_scale_of_the_gradients_does_not_matter_to_adaptive_methods(scale, maker):
    gs = stream(6)[:4]
    path, scaled = (walk(maker(0.1, epsilon=0.0), START, k * gs) for k in (1.0, scale))
    np.testing.assert_allclose(scaled, path, rtol=1e-9)


def test_adamw_decays_a_parameter_whose_gradient_is_zero_by_a_fixed_share():
    path = walk(AdamW(0.1, weight_decay=0.5), [8.0], np.zeros((3, 1), np.float32))
    np.testing.assert_allclose(path[:, 0], 8.0 * 0.95 ** np.arange(4), rtol=1e-6)


def test_the_learning_rate_may_change_between_steps():
    optimizer = Momentum(1.0, 0.5)
    w = optimizer.update([np.zeros(1)], [np.ones(1)])
    optimizer.lr = 0.1  # v = 0.5 * 1 + 0.1 * 1: the rate of its step stays in the velocity
    np.testing.assert_allclose(optimizer.update(w, [np.ones(1)])[0], [-1.6], rtol=1e-12)
