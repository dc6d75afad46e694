"""Residual blocks, their Jacobians, and networks of equal depth."""

import keras
import numpy as np
import pytest
import tensorflow as tf

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
    with pytest.raises(ValueError, match=r"x must have shape \(batch, d\)"):
        block(draw(3), w1, b1, w2, b2)
    with pytest.raises(TypeError, match="floating point"):
        block(np.ones((2, 3), "int32"), w1, b1, w2, b2)


def test_wrong_shapes_and_settings_are_refused():
    with pytest.raises(ValueError, match=r"units must be positive\. Received: units=0"):
        ResidualBlock(0)
    with pytest.raises(ValueError, match=r"expected x \(d,\)"):
        pre_activation_jacobian(draw(2), *weights()[:3])
    with pytest.raises(ValueError, match=r"expected x \(d,\)"):
        post_activation_jacobian(draw(1, 3), *weights())
    with pytest.raises(ValueError, match="each Jacobian must be square"):
        backpropagate([1.0, 2.0], [np.eye(3)])
