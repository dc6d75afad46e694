"""a13_q5_pooling: one vector for a whole sequence."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, parts, probe

OK_FORMAT = False
name = "a13_q5_pooling"
section = "5. One vector for a whole sequence"
outcome, co, po, part = "LO-5", ["CO-2", "CO-3"], ["PO-3", "PO-4"], "practical"

RETURNS = ("context", "weights")
LN3 = 1.0986123  # e to this power is 3, so scores 0 and LN3 give weights 1/4 and 3/4


@probe
def pooled(SimpleAttention, states, kernel, bias, v, mask=None):
    """Return what a layer with these weights makes of a batch."""
    import numpy as np
    import tensorflow as tf

    states = tf.constant(np.asarray(states, "float32"))
    layer = SimpleAttention(len(bias))
    layer.build(tuple(states.shape))
    layer.W.kernel.assign(np.asarray(kernel, "float32"))
    layer.W.bias.assign(np.asarray(bias, "float32"))
    layer.V.kernel.assign(np.asarray(v, "float32"))
    mask = None if mask is None else tf.constant(np.asarray(mask, "bool"))
    return layer(states, attention_mask=mask)


@probe
def learning(SimpleAttention, units, shape):
    """Return how many trainable weights a layer has, and how many of them get a gradient."""
    import numpy as np
    import tensorflow as tf

    rng = np.random.default_rng(0)
    states = tf.constant(rng.normal(size=shape).astype("float32"))
    layer = SimpleAttention(units)
    layer.build(tuple(shape))
    with tf.GradientTape() as tape:
        context = tf.convert_to_tensor(layer(states)[0])
        loss = tf.reduce_sum(context * rng.normal(size=context.shape).astype("float32"))
    weights = layer.trainable_variables
    gradients = tape.gradient(loss, weights)
    return {"weights": len(weights), "with a gradient": sum(g is not None for g in gradients)}


@graded("weights from the scores, context as their mean of the states", points=0.5)
def test_pooling_public(SimpleAttention):
    call = "pooling of the states [0, 8], [50, 4] with W = [[1], [0]], b = 0, v = ln 3"
    answer = pooled(SimpleAttention, [[[0.0, 8.0], [50.0, 4.0]]], [[1.0], [0.0]], [0.0], [[LN3]])
    context, weights = parts(call, answer, RETURNS)
    # tanh(0) = 0 and tanh(50) = 1: scores 0 and ln 3
    expect(
        f"weights of {call}",
        weights,
        [[0.25, 0.75]],
        "softmax of self.V(self.W(states)) over the positions, after its last axis of length 1 is "
        "gone. self.W has its tanh inside.",
        rtol=1e-4,
    )
    expect(
        f"context of {call}",
        context,
        [[37.5, 5.0]],  # 0.75 * 50, and 0.25 * 8 + 0.75 * 4
        "add up weight times state over the positions; the weights add up to 1 already.",
        rtol=1e-4,
    )


@graded("other states and weights, in batches", points=0.5, hidden=True)
def test_pooling_hidden(SimpleAttention):
    rng = draw("pooling")
    states, kernel = rng.normal(size=(3, 5, 2)), rng.normal(size=(2, 4)) * 2
    bias, v = rng.normal(size=4), rng.normal(size=(4, 1)) * 2
    e = np.exp((np.tanh(states @ kernel + bias) @ v)[..., 0])
    want = e / e.sum(axis=1, keepdims=True)
    about = "Weights or context are off; read section 5 again."
    answer = pooled(SimpleAttention, *(a.tolist() for a in (states, kernel, bias, v)))
    context, weights = parts(about, answer, RETURNS)
    expect_hidden(weights, want, about, rtol=1e-3, atol=1e-4)
    expect_hidden(context, np.einsum("bt,btd->bd", want, states), about, rtol=1e-3, atol=1e-4)


@graded("what is masked has no weight, and the others share all of it", points=0.5)
def test_mask_public(SimpleAttention):
    call = "pooling of the states [2], [4], [90] with v = 0 and mask [True, True, False]"
    mask = [[True, True, False]]
    answer = pooled(SimpleAttention, [[[2.0], [4.0], [90.0]]], [[1.0]], [0.0], [[0.0]], mask)
    context, weights = parts(call, answer, RETURNS)
    cause = "mask the scores, with a very low number, BEFORE the softmax; True = may be read."
    expect(f"weights of {call}", weights, [[0.5, 0.5, 0.0]], cause)
    expect(f"context of {call}", context, [[3.0]], cause)


@graded("other masks", points=0.5, hidden=True)
def test_mask_hidden(SimpleAttention):
    rng = draw("mask")
    states, mask = rng.normal(size=(3, 6, 2)) + 3, rng.random((3, 6)) < 0.5
    mask[:, 0], mask[:, int(rng.integers(1, 6))] = True, False
    want = mask / mask.sum(axis=1, keepdims=True)  # equal scores: equal shares
    about = "The mask is not obeyed; read section 5 again."
    rest = ([[1.0], [1.0]], [0.5], [[0.0]], mask.tolist())
    context, weights = parts(about, pooled(SimpleAttention, states.tolist(), *rest), RETURNS)
    expect_hidden(weights, want, about, rtol=1e-4)
    expect_hidden(context, np.einsum("bt,btd->bd", want, states), about, rtol=1e-4)


@graded("a sequence with nothing to read gives zeros", points=0.5)
def test_nothing_public(SimpleAttention):
    call = "pooling of two sequences, the second with the mask [False, False], v = 0"
    states = [[[2.0], [4.0]], [[6.0], [8.0]]]
    mask = [[True, True], [False, False]]
    answer = pooled(SimpleAttention, states, [[1.0]], [0.0], [[0.0]], mask)
    context, weights = parts(call, answer, RETURNS)
    cause = (
        "equally low scores have a uniform softmax, -inf everywhere has NaN: after the softmax, "
        "set the weights to 0 once more where the mask is False."
    )
    expect(f"weights of {call}", weights, [[0.5, 0.5], [0.0, 0.0]], cause)
    expect(f"context of {call}", context, [[3.0], [0.0]], cause)


@graded("nothing to read, among others", points=0.5, hidden=True)
def test_nothing_hidden(SimpleAttention):
    rng = draw("nothing")
    states, mask = rng.normal(size=(3, 4, 2)) + 3, np.ones((3, 4), bool)
    mask[int(rng.integers(3))] = False
    want = mask / 4
    about = "A sequence with nothing to read is not handled; read section 5 again."
    rest = ([[1.0], [1.0]], [0.5], [[0.0]], mask.tolist())
    context, weights = parts(about, pooled(SimpleAttention, states.tolist(), *rest), RETURNS)
    expect_hidden(weights, want, about, rtol=1e-4)
    expect_hidden(context, np.einsum("bt,btd->bd", want, states), about, rtol=1e-4)


@graded("three weights, and the tape reaches all of them", points=0.5)
def test_learning_public(SimpleAttention):
    got = learning(SimpleAttention, 4, [2, 3, 2])
    call = "trainable weights of a layer (W.kernel, W.bias, V.kernel): how many "
    cause = "leave __init__ and build as they are; what the output does not use never learns."
    expect(f"{call}there are", got["weights"], 3, cause)
    cause = "NumPy and .numpy() hide what you do from the tape: use TensorFlow operations."
    expect(f"{call}get a gradient", got["with a gradient"], 3, cause)


@graded("the same for other sizes", points=0.5, hidden=True)
def test_learning_hidden(SimpleAttention):
    rng = draw("learning")
    got = learning(SimpleAttention, int(rng.integers(2, 6)), [3, *rng.integers(2, 5, 2).tolist()])
    about = "Not every weight of the layer learns; read section 5 again."
    expect_hidden(got, {"weights": 3, "with a gradient": 3}, about)
