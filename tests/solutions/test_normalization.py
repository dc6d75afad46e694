"""The normalization functions: against loops written from the papers, Keras, identities, limits."""

from functools import partial

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions.normalization import (
    batch_norm_backward,
    batch_norm_infer,
    batch_norm_train,
    group_norm,
    instance_norm,
    layer_norm,
    update_moving,
)

SHAPES = [(6, 4), (3, 5, 4), (3, 2, 5, 4)]
EPS = 1e-3
# float64: the reference loops differ by some 1e-15; the nearest wrong variant (sample instead of
# population variance, eps outside the root) by over 1e-4.
CLOSE = {"rtol": 1e-9, "atol": 1e-11}


def draw(shape, seed=0):
    rng = np.random.default_rng(seed)
    channels = shape[-1]
    return 2 + 3 * rng.normal(size=shape), rng.normal(size=channels), rng.normal(size=channels)


def normalized(values, eps=EPS):
    mean = sum(values) / len(values)
    variance = sum((v - mean) ** 2 for v in values) / len(values)
    return [(v - mean) / (variance + eps) ** 0.5 for v in values]


def loop(x, gamma, beta, same_set):
    """Normalize, one at a time, each set of positions that share ``same_set(index)``."""
    sets = {}
    for index in np.ndindex(x.shape):
        sets.setdefault(same_set(index), []).append(index)
    y = np.empty_like(x)
    for indices in sets.values():
        for index, value in zip(indices, normalized([x[i] for i in indices]), strict=True):
            y[index] = gamma[index[-1]] * value + beta[index[-1]]
    return y


SETS = {
    "batch": (lambda *a, eps=EPS: batch_norm_train(*a, eps)[0], lambda i: i[-1]),
    "layer": (lambda *a, eps=EPS: layer_norm(*a, eps), lambda i: i[:-1]),
    "group": (lambda *a, eps=EPS: group_norm(*a, 2, eps), lambda i: (i[0], i[-1] // 2)),
    "instance": (lambda *a, eps=EPS: instance_norm(*a, eps), lambda i: (i[0], i[-1])),
}


def cases(*names):
    return [(n, s) for n in names for s in SHAPES if not (n == "instance" and len(s) == 2)]


@pytest.mark.parametrize(("name", "shape"), cases(*SETS))
def test_forward_matches_a_loop_over_the_sets(name, shape):
    function, same_set = SETS[name]
    x, gamma, beta = draw(shape)
    y = function(x, gamma, beta)
    assert y.dtype == tf.float64
    np.testing.assert_allclose(y, loop(x, gamma, beta, same_set), **CLOSE)


@pytest.mark.parametrize(("name", "shape"), cases("layer", "group", "instance"))
def test_forward_matches_keras(name, shape):
    x, gamma, beta = draw(shape, seed=1)
    oracle = {
        "layer": lambda: keras.layers.LayerNormalization(dtype="float64"),
        "group": lambda: keras.layers.GroupNormalization(2, dtype="float64"),
        "instance": lambda: keras.layers.GroupNormalization(-1, dtype="float64"),
    }[name]()
    oracle.build(shape)
    oracle.set_weights([gamma, beta])
    np.testing.assert_allclose(SETS[name][0](x, gamma, beta), oracle(x), **CLOSE)


def test_batch_norm_by_hand():
    # mean (1 + 5) / 2 = 3, variance (4 + 4) / 2 = 4, root of 4 + 5 = 3: x_hat = -2/3, 2/3
    y, mean, variance = batch_norm_train([[1.0], [5.0]], [3.0], [1.0], eps=5.0)
    np.testing.assert_allclose(y, [[-1.0], [3.0]], rtol=1e-6)
    assert (float(mean[0]), float(variance[0])) == (3.0, 4.0)


def test_infer_with_the_batch_statistics_is_train():
    x, gamma, beta = draw((6, 4))
    y, mean, variance = batch_norm_train(x, gamma, beta, EPS)
    np.testing.assert_allclose(batch_norm_infer(x, gamma, beta, mean, variance, EPS), y, **CLOSE)


def test_infer_matches_keras():
    x, gamma, beta = draw((3, 2, 5, 4))
    mean, variance = np.arange(4.0), np.arange(1.0, 5.0)
    oracle = keras.layers.BatchNormalization(dtype="float64")
    oracle.build(x.shape)
    oracle.set_weights([gamma, beta, mean, variance])
    ours = batch_norm_infer(x, gamma, beta, mean, variance)
    np.testing.assert_allclose(ours, oracle(x, training=False), **CLOSE)


def test_update_moving_by_hand_and_limits():
    moving = np.array([2.0, 4.0])
    # 0.75 * 2 + 0.25 * 6 = 3; 0.75 * 4 + 0.25 * 0 = 3
    assert update_moving(moving, [6.0, 0.0], 0.75).numpy().tolist() == [3.0, 3.0]
    assert update_moving(moving, [6.0, 0.0], 1).numpy().tolist() == [2.0, 4.0]
    assert update_moving(moving, [6.0, 0.0], 0).numpy().tolist() == [6.0, 0.0]
    assert moving.tolist() == [2.0, 4.0]


@pytest.mark.parametrize("shape", SHAPES)
def test_backward_matches_the_tape(shape):
    x, gamma, beta = map(tf.constant, draw(shape))
    r = np.random.default_rng(2).normal(size=shape)
    with tf.GradientTape() as tape:
        tape.watch([x, gamma, beta])
        loss = tf.reduce_sum(r * batch_norm_train(x, gamma, beta, EPS)[0])
    ours = batch_norm_backward(r, x, gamma, EPS)
    for got, expected in zip(ours, tape.gradient(loss, [x, gamma, beta]), strict=True):
        np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("shape", [(5, 3), (2, 2, 2, 3)])
def test_backward_matches_central_differences(shape):
    arrays = list(draw(shape))
    r = np.random.default_rng(3).normal(size=shape)

    def loss(x, gamma, beta):
        return float(tf.reduce_sum(r * batch_norm_train(x, gamma, beta, EPS)[0]))

    h = 1e-5
    for k, got in enumerate(batch_norm_backward(r, *arrays[:2], EPS)):
        expected = np.empty(arrays[k].shape)
        for index in np.ndindex(expected.shape):
            high, low = [a.copy() for a in arrays], [a.copy() for a in arrays]
            high[k][index] += h
            low[k][index] -= h
            expected[index] = (loss(*high) - loss(*low)) / (2 * h)
        np.testing.assert_allclose(got, expected, rtol=1e-6, atol=1e-8)


@given(st.integers(0, 10**6), st.floats(0.1, 100), st.floats(-50, 50))
@settings(max_examples=20, deadline=None)
def test_shift_and_scale_of_the_input_do_not_matter(seed, scale, shift):
    x, gamma, beta = draw((2, 3, 4, 4), seed)
    for function, _ in SETS.values():
        y = function(scale * x + shift, gamma, beta, eps=EPS * scale**2)
        np.testing.assert_allclose(y, function(x, gamma, beta), rtol=1e-8, atol=1e-8)


def test_identities_between_the_norms():
    x, gamma, beta = draw((3, 2, 5, 4))
    one = instance_norm(x[:1], gamma, beta)
    np.testing.assert_allclose(one, batch_norm_train(x[:1], gamma, beta)[0], **CLOSE)
    np.testing.assert_allclose(
        group_norm(x, gamma, beta, 4), instance_norm(x, gamma, beta), **CLOSE
    )
    flat, gamma, beta = draw((6, 4))
    np.testing.assert_allclose(
        group_norm(flat, gamma, beta, 1), layer_norm(flat, gamma, beta), **CLOSE
    )
    transposed = batch_norm_train(flat.T, np.ones(6), np.zeros(6))[0]
    np.testing.assert_allclose(layer_norm(flat, np.ones(4), np.zeros(4)).numpy().T, transposed)


def test_constant_inputs_give_beta():
    x, gamma, beta = draw((1, 4))
    np.testing.assert_allclose(batch_norm_train(x, gamma, beta)[0], [beta])  # a batch of one
    flat = np.full((3, 2, 2, 4), 7.0)
    for function, _ in SETS.values():
        np.testing.assert_allclose(function(flat, gamma, beta), np.broadcast_to(beta, flat.shape))


def test_large_offset_in_float32_keeps_its_digits():
    # E[x^2] - E[x]^2 would lose the variance here: 1e8 is good to 8 in float32.
    x = (1e4 + np.array([[-1.0], [1.0]])).astype("float32")
    y, _, variance = batch_norm_train(x, [1.0], [0.0], 1e-6)
    assert y.dtype == tf.float32
    np.testing.assert_allclose(variance, [1.0], rtol=1e-5)


WITH_VECTORS = {  # function: the vectors that it takes, one value per channel each
    batch_norm_train: ("gamma", "beta"),
    batch_norm_infer: ("gamma", "beta", "mean", "variance"),
    layer_norm: ("gamma", "beta"),
    partial(group_norm, groups=2): ("gamma", "beta"),
    instance_norm: ("gamma", "beta"),
    partial(batch_norm_backward, np.ones((2, 3, 4))): ("gamma",),
}


@pytest.mark.parametrize(("function", "names"), WITH_VECTORS.items())
def test_wrong_input_is_refused(function, names):
    x, vectors = np.ones((2, 3, 4)), {name: np.ones(4) for name in names}
    for name in names:
        received = rf"Received: {name}.shape=\(3,\), x.shape=\(2, 3, 4\)"
        with pytest.raises(ValueError, match=rf"{name} must have shape \(4,\).*{received}"):
            function(x=x, **{**vectors, name: np.ones(3)})
    for eps in (0, -1e-3, float("nan")):
        with pytest.raises(ValueError, match=rf"eps must be positive\. Received: eps={eps}"):
            function(x=x, **vectors, eps=eps)
    with pytest.raises(ValueError, match="rank 2 or more"):
        function(x=np.ones(4), **vectors)
    with pytest.raises(TypeError, match=r"floating point\. Received: x.dtype=int64"):
        function(x=np.ones((2, 4), "int64"), **vectors)


def test_a_negative_variance_is_refused_and_a_graph_runs():
    x, gamma, beta = draw((2, 4))
    mean, variance = np.zeros(4), np.array([1.0, -1e-3, 1.0, 1.0])
    with pytest.raises(ValueError, match=r"variance must not be negative\. Received: .*-0.001"):
        batch_norm_infer(x, gamma, beta, mean, variance)
    in_graph = tf.function(batch_norm_infer)(x, gamma, beta, mean, variance**2)
    np.testing.assert_allclose(
        in_graph, batch_norm_infer(x, gamma, beta, mean, variance**2), **CLOSE
    )


def test_wrong_arguments_of_their_own_are_refused():
    x, gamma, beta = draw((2, 4))
    for groups in (0, 3, 8):
        with pytest.raises(ValueError, match=f"divide the number of channels.*groups={groups}"):
            group_norm(x, gamma, beta, groups)
    with pytest.raises(ValueError, match="spatial axis"):
        instance_norm(x, gamma, beta)
    for momentum in (1.5, -0.1, float("nan")):
        message = rf"momentum must be in \[0, 1\]\. Received: momentum={momentum}"
        with pytest.raises(ValueError, match=message):
            update_moving(gamma, beta, momentum)
    with pytest.raises(TypeError, match=r"moving must be floating.*Received: moving.dtype=int32"):
        update_moving([0, 1], [0.5, 1.5])
    with pytest.raises(ValueError, match="same shape"):
        update_moving(gamma, beta[:2])
    with pytest.raises(ValueError, match="dy must have the shape of x"):
        batch_norm_backward(x[:1], x, gamma)
