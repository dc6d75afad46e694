"""a07_q4_layer: the block as a layer that owns its weights and can be rebuilt."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, fault, graded, probe, tensor

OK_FORMAT = False
name = "a07_q4_layer"
section = "4. A layer that Keras can keep"
outcome, co, po, part = "LO-5", ["CO-2", "CO-3"], ["PO-3", "PO-5"], "practical"


@probe
def new_weights(ResidualBlock, width, units):
    """Return the shapes of a new layer's weights, and how many it owns and trains."""
    layer = ResidualBlock(units)
    layer.build((None, width))
    found = {name: getattr(layer, name, None) for name in ("w1", "b1", "w2", "b2", "w_s")}
    shapes = {
        name: None if weight is None else [int(n) for n in weight.shape]
        for name, weight in found.items()
    }
    return {**shapes, "owned": len(layer.weights), "trained": len(layer.trainable_weights)}


@probe
def output(ResidualBlock, x, weights, pre_activation, initializer):
    """Return what a layer with these weights makes of x."""
    import numpy as np
    import tensorflow as tf

    units = len(weights["b2"])
    layer = ResidualBlock(units, pre_activation=pre_activation, kernel_initializer=initializer)
    layer.build((None, len(x[0])))
    for name, value in weights.items():
        getattr(layer, name).assign(value)
    return np.asarray(layer(tf.constant(x, tf.float32)))


@probe
def start(ResidualBlock, width, units, initializer):
    """Return what fills each weight of a new layer: "all 1", say, or "different numbers"."""
    import numpy as np

    layer = ResidualBlock(units, kernel_initializer=initializer)
    layer.build((None, width))
    found = {name: getattr(layer, name, None) for name in ("w1", "b1", "w2", "b2", "w_s")}
    arrays = {name: np.asarray(weight) for name, weight in found.items() if weight is not None}
    return {
        name: f"all {array.flat[0]:g}" if np.all(array == array.flat[0]) else "different numbers"
        for name, array in arrays.items()
    }


@probe
def rebuilt(ResidualBlock, **settings):
    """Return the settings of the layer that a layer's config makes."""
    layer = ResidualBlock(**settings)
    again = ResidualBlock.from_config(layer.get_config())
    found = {setting: getattr(again, setting) for setting in settings}
    return {**found, "name": "the same" if again.name == settings["name"] else "another"}


def agreed(got, block, x, weights, by_hand):
    """Return what the layer's output is compared with.

    That is what the student's own block gives, if it gives the same: a mistake in sections 1 or 2
    costs there, not here again. Else, or if that block gives no output of the right shape, or the
    same number throughout, it is the right output.
    """
    own = block(tensor(x), *(tensor(value) for value in weights.values()))
    if np.shape(own) != np.shape(by_hand) or fault(got, np.asarray(own), 1e-4, 1e-4):
        return by_hand
    return got if np.ptp(np.asarray(own)) > 0 else by_hand


def by_hand(x, w1, b1, w2, b2, pre_activation, shortcut):
    """Return the block's output in float64."""
    hidden = np.clip(x, 0, None) if pre_activation else x
    total = np.clip(hidden @ w1 + b1, 0, None) @ w2 + b2 + shortcut
    return total if pre_activation else np.clip(total, 0, None)


@graded("where widths agree: two kernels, two biases, no projection", points=0.5)
def test_weights_public(ResidualBlock):
    got = new_weights(ResidualBlock, 3, 3)
    call = "of ResidualBlock(3), built for inputs of width 3"
    cause = "add_weight with shape=(d, units), (units,), (units, units), (units,)."
    for weight, shape in (("w1", [3, 3]), ("b1", [3]), ("w2", [3, 3]), ("b2", [3])):
        expect(f"the shape of {weight} {call}", got[weight], shape, cause)
    expect(f"w_s {call}", got["w_s"], None, "a page that fits needs no projection: w_s is None.")
    cause = "four weights, made with add_weight and trained."
    expect(
        f"number of weights {call}, and of trained ones",
        [got["owned"], got["trained"]],
        [4, 4],
        cause,
    )


@graded("other layers that keep the width", points=0.5, hidden=True)
def test_weights_hidden(ResidualBlock):
    n = int(draw("weights").integers(4, 9))
    want = {"w1": [n, n], "b1": [n], "w2": [n, n], "b2": [n], "w_s": None}
    about = "The weights of a layer that keeps the width are off; read section 4 again."
    expect_hidden(new_weights(ResidualBlock, n, n), {**want, "owned": 4, "trained": 4}, about)


@graded("where widths differ: one more weight, the projection", points=0.5)
def test_projection_public(ResidualBlock, pre_activation_block):
    got = new_weights(ResidualBlock, 2, 3)
    call = "of ResidualBlock(3), built for inputs of width 2"
    for weight, shape in (("w1", [2, 3]), ("w2", [3, 3]), ("w_s", [2, 3])):
        cause = "w1 and w_s lead from d to units, w2 from units to units."
        expect(f"the shape of {weight} {call}", got[weight], shape, cause)
    cause = "the projection is a weight like the others: add_weight, and trained."
    expect(
        f"number of weights {call}, and of trained ones",
        [got["owned"], got["trained"]],
        [5, 5],
        cause,
    )
    weights = {"w1": [[1.0] * 3] * 2, "b1": [0.0] * 3, "w2": [[0.0] * 3] * 3, "b2": [0.0, 0.0, 9.0]}
    weights["w_s"] = [[1.0, 2.0, 0.0], [0.0, 1.0, -1.0]]
    got = output(ResidualBlock, [[2.0, 3.0]], weights, True, "zeros")
    # the branch is (0, 0, 9); 2 * (1, 2, 0) + 3 * (0, 1, -1) = (2, 7, -3)
    expect(
        "its output for x = [[2, 3]], w_s = [[1, 2, 0], [0, 1, -1]] and a branch of [0, 0, 9]",
        got,
        agreed(got, pre_activation_block, [[2.0, 3.0]], weights, [[2.0, 7.0, 6.0]]),
        "hand self.w_s on to the block.",
    )


@graded("other layers that change the width", points=0.5, hidden=True)
def test_projection_hidden(ResidualBlock, pre_activation_block):
    rng = draw("projection")
    d, units = (int(n) for n in rng.permutation(np.arange(3, 8))[:2])
    shapes = {"w1": [d, units], "b1": [units], "w2": [units, units], "b2": [units]}
    want = {**shapes, "w_s": [d, units], "owned": 5, "trained": 5}
    about = "A layer that changes the width is off; read section 4 again."
    expect_hidden(new_weights(ResidualBlock, d, units), want, about)
    x, w_s, b2 = rng.normal(size=(4, d)), rng.normal(size=(d, units)), rng.uniform(20, 30, units)
    zeros = np.zeros((units, units))
    weights = {"w1": w_s, "b1": zeros[0], "w2": zeros, "b2": b2, "w_s": w_s}
    weights = {name: value.tolist() for name, value in weights.items()}
    got = output(ResidualBlock, x.tolist(), weights, True, "zeros")
    want = agreed(got, pre_activation_block, x, weights, x @ w_s + b2)
    expect_hidden(got, want, about, rtol=1e-4, atol=1e-4)


@graded("kernels start from kernel_initializer, biases from zero", points=0.5)
def test_start_public(ResidualBlock):
    got = start(ResidualBlock, 2, 3, "ones")
    call = 'what fills {} of a new ResidualBlock(3, kernel_initializer="ones")'
    cause = "pass initializer=self.kernel_initializer for kernels, initializer='zeros' for biases."
    for weight, value in (("w1", 1), ("w2", 1), ("w_s", 1), ("b1", 0), ("b2", 0)):
        expect(call.format(weight), got.get(weight), f"all {value}", cause)


@graded("other initializers and widths", points=0.5, hidden=True)
def test_start_hidden(ResidualBlock):
    d, units = (int(n) for n in draw("start").permutation(np.arange(3, 8))[:2])
    about = "The weights do not start as they should; read section 4 again."
    for initializer, value in (("zeros", "all 0"), ("ones", "all 1")):
        got = start(ResidualBlock, d, units, initializer)
        want = {"w1": value, "w2": value, "w_s": value, "b1": "all 0", "b2": "all 0"}
        expect_hidden(got, want, about)


@graded("pre_activation chooses the form of the block", points=0.5)
def test_form_public(ResidualBlock, pre_activation_block, post_activation_block):
    weights = {"w1": [[1.0, 1.0], [1.0, -1.0]], "b1": [0.0, 1.0]}
    weights |= {"w2": [[3.0, -4.0], [1.0, -3.0]], "b2": [0.0, 0.0]}
    call = "on [[-1, 2]] with w1=[[1, 1], [1, -1]], b1=[0, 1], w2=[[3, -4], [1, -3]], b2=[0, 0]"
    pre, post = (
        output(ResidualBlock, [[-1.0, 2.0]], weights, pre_activation, "identity")
        for pre_activation in (True, False)
    )
    # branch: relu(0 + 2, 0 - 2 + 1) = (2, 0), times w2 (6, -8), plus x
    expect(
        f"ResidualBlock(2, pre_activation=True) {call}",
        pre,
        agreed(pre, pre_activation_block, [[-1.0, 2.0]], weights, [[5.0, -6.0]]),
        "call the block of section 1 if self.pre_activation is true, with all five weights.",
    )
    # branch: relu(-1 + 2, -1 - 2 + 1) = (1, 0), times w2 (3, -4), plus x (2, -2), relu;
    # so without the first ReLU, or without the last, the two forms still differ here
    expect(
        f"ResidualBlock(2, pre_activation=False) {call}",
        post,
        agreed(post, post_activation_block, [[-1.0, 2.0]], weights, [[2.0, 0.0]]),
        "call the block of section 2 if self.pre_activation is false, which is the default.",
    )


@graded("both forms with other weights", points=0.5, hidden=True)
def test_form_hidden(ResidualBlock, pre_activation_block, post_activation_block):
    rng = draw("form")
    n = int(rng.integers(3, 6))
    about = "The output of the layer is off for one of its two forms; read section 4 again."
    x, w1, w2 = rng.normal(size=(6, n)), rng.normal(size=(n, n)), rng.normal(size=(n, n))
    b1, b2 = rng.normal(size=(2, n))
    weights = {"w1": w1.tolist(), "b1": b1.tolist(), "w2": w2.tolist(), "b2": b2.tolist()}
    blocks = {True: pre_activation_block, False: post_activation_block}
    got = [output(ResidualBlock, x.tolist(), weights, flag, "identity") for flag in blocks]
    want = [
        agreed(value, block, x, weights, by_hand(x, w1, b1, w2, b2, flag, x))
        for value, (flag, block) in zip(got, blocks.items(), strict=True)
    ]
    expect_hidden(got, want, about, rtol=1e-4, atol=1e-4)


@graded("the config rebuilds the layer", points=0.5)
def test_config_public(ResidualBlock):
    settings = {"units": 4, "pre_activation": True, "kernel_initializer": "he_normal"}
    settings["name"] = "block_7"
    expect(
        "the settings of ResidualBlock.from_config(layer.get_config()), for a layer with units=4, "
        'pre_activation=True, kernel_initializer="he_normal", name="block_7"',
        rebuilt(ResidualBlock, **settings),
        {**settings, "name": "the same"},
        "put all three arguments of __init__ into the dict, and what super().get_config() gives, "
        "like the name. What is missing there comes back as its default.",
    )


@graded("the config of other layers", points=0.5, hidden=True)
def test_config_hidden(ResidualBlock):
    units = int(draw("config").integers(5, 30))
    about = "A layer rebuilt from its config has other settings; read section 4 again."
    for pre_activation, initializer in ((True, "he_uniform"), (False, "lecun_normal")):
        settings = {"units": units, "pre_activation": pre_activation}
        settings |= {"kernel_initializer": initializer, "name": f"block_{units}"}
        want = {**settings, "name": "the same"}
        expect_hidden(rebuilt(ResidualBlock, **settings), want, about)
