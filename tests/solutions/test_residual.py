"""Residual blocks, their Jacobians, and networks of equal depth."""

import re
from functools import partial

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from solutions.residual import (
    ResidualBlock,
    backpropagate,
    gradient_norms_per_block,
    plain_network,
    post_activation_block,
    post_activation_jacobian,
    pre_activation_block,
    pre_activation_jacobian,
    residual_network,
)

BLOCKS = [post_activation_block, pre_activation_block]


def weights(d=3, k=5, u=3, seed=0, projection=False):
    rng = np.random.default_rng(seed)
    shapes = [(d, k), (k,), (k, u), (u,)] + [(d, u)] * projection
    return [rng.normal(size=shape) for shape in shapes]


def draw(*shape, seed=9):
    return np.random.default_rng(seed).normal(size=shape)


def loop(x, w1, b1, w2, b2, w_s=None, pre=False):
    """One example, one unit at a time."""
    relu = lambda v: max(v, 0.0)  # noqa: E731
    d, k, u = len(x), len(b1), len(b2)
    a = [relu(v) for v in x] if pre else x
    z = [relu(sum(a[i] * w1[i][j] for i in range(d)) + b1[j]) for j in range(k)]
    f = [sum(z[j] * w2[j][m] for j in range(k)) + b2[m] for m in range(u)]
    s = x if w_s is None else [sum(x[i] * w_s[i][m] for i in range(d)) for m in range(u)]
    y = [f[m] + s[m] for m in range(u)]
    return y if pre else [relu(v) for v in y]


few = settings(max_examples=25, deadline=None)
seeds = st.integers(0, 10**6)


# float64 throughout: the reference is off by some 1e-15, a ReLU in the wrong place by over 1e-2.
CLOSE = {"rtol": 1e-10, "atol": 1e-12}


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize(("u", "projection"), [(3, False), (4, True), (3, True)])
def test_blocks_match_a_loop(block, u, projection):
    x, ws = draw(7, 3), weights(u=u, projection=projection)
    y = block(x, *ws)
    assert (y.dtype, tuple(y.shape)) == (tf.float64, (7, u))
    expected = [loop(row, *ws, pre=block is pre_activation_block) for row in x]
    np.testing.assert_allclose(y, expected, **CLOSE)


def test_blocks_by_hand():
    eye, none = np.eye(1), np.zeros(1)
    # branch: relu(-2 * 1) * 3 = 0, sum -2; relu 0. Pre: branch relu(-2) = 0, sum -2 stays.
    assert post_activation_block([[-2.0]], eye, none, 3 * eye, none).numpy() == 0
    assert pre_activation_block([[-2.0]], eye, none, 3 * eye, none).numpy() == -2
    # branch 2 * 3 = 6, sum 8; branch with w2 = -3: -6, sum -4: the ReLU cuts it off.
    assert post_activation_block([[2.0]], eye, none, 3 * eye, none).numpy() == 8
    assert post_activation_block([[2.0]], eye, none, -3 * eye, none).numpy() == 0
    assert pre_activation_block([[2.0]], eye, none, -3 * eye, none).numpy() == -4


@pytest.mark.parametrize("pre", [False, True])
def test_layer_matches_keras_dense_layers(pre):
    block = ResidualBlock(4, pre_activation=pre, dtype="float64")
    x = tf.constant(draw(6, 4))
    y = block(x)
    one, two = (keras.layers.Dense(4, dtype="float64") for _ in range(2))
    one.build((None, 4))
    two.build((None, 4))
    one.set_weights(block.get_weights()[:2])
    two.set_weights(block.get_weights()[2:])
    relu = keras.ops.relu
    expected = two(relu(one(relu(x)))) + x if pre else relu(two(relu(one(x))) + x)
    np.testing.assert_allclose(y, expected, **CLOSE)


def test_a_silent_branch_leaves_the_identity_only_in_pre_activation():
    x = draw(5, 3)
    silent = [0 * w for w in weights()]
    np.testing.assert_array_equal(pre_activation_block(x, *silent), x)
    np.testing.assert_array_equal(post_activation_block(x, *silent), np.maximum(x, 0))


@few
@given(seeds, st.integers(1, 6), st.integers(1, 6), st.floats(-1e3, 1e3))
def test_the_shortcut_is_untouched_by_the_size_of_the_branch(seed, d, k, share):
    x, (w1, b1, w2, b2) = draw(4, d, seed=seed), weights(d, k, d, seed)
    branch = pre_activation_block(x, w1, b1, w2, b2) - x  # linear in w2 and b2 together
    scaled = pre_activation_block(x, w1, b1, share * w2, share * b2)
    np.testing.assert_allclose(scaled, share * branch + x, rtol=1e-9, atol=1e-9)


@few
@given(seeds, st.integers(1, 6), st.integers(1, 6), st.integers(1, 6), st.booleans())
def test_where_no_input_is_negative_the_blocks_differ_by_the_last_relu(seed, d, k, u, projection):
    x, ws = abs(draw(4, d, seed=seed)), weights(d, k, u, seed, projection or d != u)
    pre, post = pre_activation_block(x, *ws), post_activation_block(x, *ws)
    np.testing.assert_array_equal(post, np.maximum(pre, 0))


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("projection", [False, True])
def test_blocks_work_along_the_last_axis(block, projection):
    x, ws = draw(2, 5, 4, 3), weights(u=3 + projection, projection=projection)
    rows = block(x.reshape(-1, 3), *ws).numpy()
    np.testing.assert_allclose(block(x, *ws), rows.reshape(2, 5, 4, -1), **CLOSE)


def test_a_branch_of_minus_the_identity_cancels_the_gradient():
    eye, none, x = np.eye(3), np.zeros(3), np.array([1.0, 2.0, 3.0])  # F(x) = -relu(x) = -x
    np.testing.assert_array_equal(pre_activation_jacobian(x, eye, none, -eye), 0 * eye)
    assert np.all(backpropagate(x, [-eye])[0] == 0)


JACOBIANS = [
    (post_activation_block, lambda x, w: post_activation_jacobian(x, *w)),
    (pre_activation_block, lambda x, w: pre_activation_jacobian(x, *w[:3])),
]


@pytest.mark.parametrize(("block", "jacobian"), JACOBIANS)
def test_jacobian_matches_tape_and_central_differences(block, jacobian):
    h, partly_shut = 1e-5, 0
    for seed in range(5):
        w, x = weights(seed=seed), draw(3, seed=seed)
        with tf.GradientTape() as tape:
            point = tf.constant(x)
            tape.watch(point)
            y = block(point[tf.newaxis], *w)[0]
        got = jacobian(x, w)
        np.testing.assert_allclose(got, tape.jacobian(y, point), **CLOSE)
        steps = h * np.eye(3)
        high, low = block(x + steps, *w).numpy(), block(x - steps, *w).numpy()
        np.testing.assert_allclose(got, (high - low).T / (2 * h), rtol=1e-6, atol=1e-8)
        partly_shut += bool(np.any(y.numpy() == 0))
    assert (partly_shut > 0) == (block is post_activation_block)


@few
@given(seeds, st.integers(1, 6), st.integers(1, 6))
@pytest.mark.parametrize(("block", "jacobian"), JACOBIANS)
def test_jacobian_times_a_direction_is_the_difference_of_the_block(block, jacobian, seed, d, k):
    x, direction, w = draw(d, seed=seed), draw(d, seed=seed + 1), weights(d, k, d, seed)
    h = 1e-5  # the block is piecewise linear, so that only rounding is left unless a ReLU turns
    high, low = x + h * direction, x - h * direction
    assume(np.array_equal(jacobian(high, w), jacobian(low, w)))
    difference = (block([high], *w) - block([low], *w))[0] / (2 * h)
    np.testing.assert_allclose(jacobian(x, w) @ direction, difference, rtol=1e-6, atol=1e-6)


@few
@given(seeds, st.integers(1, 5), st.integers(0, 6), st.floats(-10, 10), st.booleans())
def test_backpropagate_is_linear_in_the_gradient(seed, d, blocks, share, shortcut):
    jacobians, (a, b) = list(draw(blocks, d, d, seed=seed)), draw(2, d, seed=seed + 1)
    both, of_a, of_b = (
        np.array(backpropagate(g, jacobians, shortcut)) for g in (a + share * b, a, b)
    )
    np.testing.assert_allclose(both, of_a + share * of_b, rtol=1e-9, atol=1e-9 * abs(both).max())


def test_backpropagate_matches_the_product_of_matrices():
    jacobians, g = list(draw(4, 3, 3)), draw(3)
    residual = g @ np.linalg.multi_dot([np.eye(3) + j for j in reversed(jacobians)])
    plain = g @ np.linalg.multi_dot(jacobians[::-1])
    gradients = backpropagate(g, jacobians)
    np.testing.assert_allclose(gradients[0], residual, **CLOSE)
    np.testing.assert_allclose(backpropagate(g, jacobians, shortcut=False)[0], plain, **CLOSE)
    assert len(gradients) == 5
    np.testing.assert_array_equal(gradients[-1], g)
    assert [list(v) for v in backpropagate(g, [])] == [list(g)]


def test_gradient_norms_match_backpropagation_by_hand():
    keras.utils.set_random_seed(1)
    model = residual_network(3, units=6, features=6, pre_activation=True)
    x, y = draw(1, 6).astype("float32"), np.array([2])
    h, jacobians = model.layers[0](x).numpy()[0], []
    for layer in model.layers[1:4]:
        w1, b1, w2, _ = layer.get_weights()
        jacobians.append(pre_activation_jacobian(h, w1, b1, w2) - np.eye(6))
        h = layer(h[np.newaxis]).numpy()[0]
    kernel, bias = model.layers[-1].get_weights()
    p = np.exp(np.maximum(h, 0) @ kernel + bias)
    dlogits = p / p.sum() - np.eye(10)[2]
    expected = backpropagate((h > 0) * (kernel @ dlogits), jacobians)[1:]
    got = gradient_norms_per_block(model, x, y)
    np.testing.assert_allclose(got, np.linalg.norm(expected, axis=1), rtol=1e-4)  # float32


@pytest.fixture
def in_float64():
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("float64")
    yield
    keras.config.set_dtype_policy(before)


@pytest.mark.usefixtures("in_float64")
@pytest.mark.parametrize(
    "network", [plain_network, residual_network, partial(residual_network, pre_activation=True)]
)
@pytest.mark.parametrize("batch", [1, 4])
def test_gradient_norms_match_central_differences(network, batch):
    keras.utils.set_random_seed(2)
    model = network(3, units=6, features=5, classes=4, kernel_initializer="he_normal")
    x, y, step = draw(batch, 5), np.arange(batch) % 4, 1e-5
    h, expected = x, []
    for i, layer in enumerate(model.layers):
        h = layer(h).numpy()
        if layer.name.startswith("block_"):  # change one number of its output at a time
            moves = step * np.eye(h.size).reshape(-1, *h.shape)
            losses = []
            for moved in (h + moves, h - moves):
                for later in model.layers[i + 1 :]:
                    moved = later(moved)
                logits = moved.numpy()
                p = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)
                losses.append(-np.log(p[:, np.arange(batch), y]).mean(axis=1))
            expected.append(np.linalg.norm((losses[0] - losses[1]) / (2 * step)))
    # float64, the differences are off by some 1e-9; a sum over the batch by a factor of 4
    np.testing.assert_allclose(gradient_norms_per_block(model, x, y), expected, rtol=1e-6)


@pytest.mark.parametrize("size", [1e25, 1e-25])
def test_gradient_norms_survive_squares_outside_float32(size):
    layers = [keras.layers.Dense(2, name=name) for name in ("block_1", "head")]
    model = keras.Sequential([keras.Input((2,)), *layers])
    layers[1].set_weights([size * np.array([[6.0, 0.0], [8.0, 0.0]]), np.zeros(2)])
    # logits 0, so p - onehot = (-1/2, 1/2) and the gradient is -size * (3, 4)
    norms = gradient_norms_per_block(model, np.zeros((1, 2)), [0])
    np.testing.assert_allclose(norms, [5 * size], rtol=1e-6)


def test_gradient_norms_of_a_network_without_blocks_are_none():
    assert gradient_norms_per_block(plain_network(0), draw(2, 64), [0, 1]).shape == (0,)


@pytest.mark.parametrize("labels", [1, 4])
def test_gradient_norms_refuse_labels_that_do_not_fit(labels):
    with pytest.raises(ValueError, match=rf"pair up\. Received: len\(x\)=3, len\(y\)={labels}"):
        gradient_norms_per_block(plain_network(1), draw(3, 64), [0] * labels)


def test_depth_34_plain_vanishes_and_residual_does_not():
    keras.utils.set_random_seed(0)
    x, y = draw(32, 64), np.arange(32) % 10
    plain, post, pre = (
        gradient_norms_per_block(network, x, y)
        for network in (
            plain_network(16),
            residual_network(16),
            residual_network(16, pre_activation=True),
        )
    )
    assert plain[0] / plain[-1] < 1e-3
    assert min(post[0] / post[-1], pre[0] / pre[-1]) > 0.5


def test_networks_have_equal_depth_and_weights():
    networks = [
        plain_network(4, units=8, features=5, classes=3),
        residual_network(4, units=8, features=5, classes=3),
        residual_network(4, units=8, features=5, classes=3, pre_activation=True),
    ]
    # stem 5*8+8, eight layers of 8*8+8, head 8*3+3
    assert [network.count_params() for network in networks] == [48 + 8 * 72 + 27] * 3
    for network in networks:
        assert network.output_shape == (None, 3)
        assert sum(w.name in ("kernel", "w1", "w2") for w in network.weights) == 2 * 4 + 2


@pytest.mark.parametrize("pre", [False, True])
@pytest.mark.parametrize("units", [3, 5])
def test_layer_is_saved_and_trained_whole(pre, units, tmp_path):
    model = keras.Sequential(
        [keras.Input((3,)), ResidualBlock(units, pre, kernel_initializer="he_normal")]
    )
    x = draw(8, 3).astype("float32")
    before = [w.copy() for w in model.get_weights()]
    model.compile(keras.optimizers.SGD(0.1), "mse")
    model.fit(x, draw(8, units), verbose=0)
    assert len(before) == 4 + (units != 3)
    assert all(np.any(a != b) for a, b in zip(before, model.get_weights(), strict=True))
    path = tmp_path / "model.keras"
    model.save(path)
    np.testing.assert_array_equal(keras.models.load_model(path)(x), model(x))


def test_the_two_kernels_start_differently():
    block = ResidualBlock(4)
    block.build((None, 4))
    assert np.any(block.get_weights()[0] != block.get_weights()[2])


@pytest.mark.parametrize("block", BLOCKS)
def test_wrong_input_is_refused(block):
    w1, b1, w2, b2 = weights()
    with pytest.raises(ValueError, match=r"pass w_s of shape \(3, 4\).*Received: w_s=None"):
        block(draw(2, 3), *weights(u=4))
    with pytest.raises(ValueError, match=r"w1 must have shape \(2, 5\)"):
        block(draw(2, 2), w1, b1, w2, b2)
    with pytest.raises(ValueError, match=r"b2 must have shape \(3,\)"):
        block(draw(2, 3), w1, b1, w2, b2[:2])
    with pytest.raises(ValueError, match=r"w1 must be a matrix\. Received: w1.shape=\(\)"):
        block(draw(2, 3), 1.0, b1, w2, b2)
    with pytest.raises(ValueError, match=r"x must have shape \(batch, ..., d\)"):
        block(draw(3), w1, b1, w2, b2)
    with pytest.raises(TypeError, match="floating point"):
        block(np.ones((2, 3), "int32"), w1, b1, w2, b2)


def test_wrong_shapes_and_settings_are_refused():
    for units in (0, -3, float("nan")):
        with pytest.raises(
            ValueError, match=rf"units must be at least 1\. Received: units={units}"
        ):
            ResidualBlock(units)
    with pytest.raises(ValueError, match="initializer identifier: he_abnormal"):
        ResidualBlock(3, kernel_initializer="he_abnormal")
    with pytest.raises(ValueError, match="each Jacobian must be square"):
        backpropagate([1.0, 2.0], [np.eye(3)])
    with pytest.raises(ValueError, match=r"shape \(d,\)\. Received: shape \(2, 2\)"):
        backpropagate(np.eye(2), [])


W1, B1, W2, B2 = weights()


@pytest.mark.parametrize(
    "wrong",
    [{"x": draw(2)}, {"x": draw(1, 3)}, {"x": 1.0}, {"w1": 1.0}, {"w1": W1[0]}, {"w1": W1.T},
     {"b1": B1[:2]}, {"b1": 0.0}, {"w2": W2.T}, {"w2": 1.0}, {"b2": [0.0]}, {"b2": np.zeros(4)}],
)  # fmt: skip
def test_jacobians_refuse_shapes_that_do_not_fit(wrong):
    arguments = {"x": draw(3), "w1": W1, "b1": B1, "w2": W2, "b2": B2, **wrong}
    [(name, value)] = wrong.items()
    received = re.escape(f"'{name}': {np.shape(value)}")
    message = rf"expected x \(d,\).* b2 \(d,\)\. Received: .*{received}"
    with pytest.raises(ValueError, match=message):
        post_activation_jacobian(**arguments)
    if name != "b2":
        del arguments["b2"]
        with pytest.raises(ValueError, match=message):
            pre_activation_jacobian(**arguments)


@pytest.mark.parametrize("network", [plain_network, residual_network])
def test_networks_that_cannot_be_built_are_refused(network):
    with pytest.raises(ValueError, match=r"blocks must not be negative\. Received: blocks=-1"):
        network(-1)
    for name in ("units", "features", "classes"):
        with pytest.raises(ValueError, match=rf"{name} must be at least 1\. Received: {name}=0"):
            network(2, **{name: 0})
    with pytest.raises(ValueError, match="initializer identifier: he_abnormal"):
        network(1, kernel_initializer="he_abnormal")
