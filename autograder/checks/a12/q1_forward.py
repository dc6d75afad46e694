"""a12_q1_forward: a network whose weights are an argument."""

from itertools import pairwise

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe, tensor

OK_FORMAT = False
name = "a12_q1_forward"
section = "1. A network that owns no weights"
outcome, co, po, part = "LO-5", ["CO-1", "CO-2"], ["PO-1", "PO-3"], "practical"

HALF_LN3 = 0.5493061443340548  # tanh of it is 1/2, tanh of twice it is 4/5


@probe
def slopes(forward, params, x):
    """Return the gradient of the sum of all outputs with respect to each parameter."""
    import numpy as np
    import tensorflow as tf

    with tf.GradientTape() as tape:
        tape.watch(params)
        total = tf.reduce_sum(forward(params, x))
    gradients = tape.gradient(total, params)
    return [None if g is None else np.asarray(g).tolist() for g in gradients]


def network(params, x):
    """Return the outputs of the network, in float64."""
    *hidden, last = zip(params[::2], params[1::2], strict=True)
    for W, b in hidden:
        x = np.tanh(x @ W + b)
    return x @ last[0] + last[1]


def normal_params(rng, sizes):
    """Return random parameters of a network with these widths."""
    shapes = [shape for i, o in pairwise(sizes) for shape in ((i, o), (o,))]
    return [rng.normal(size=shape) for shape in shapes]


@graded("tanh after every layer but the last, two layers or more", points=0.5)
def test_tanh_public(forward):
    x = tensor([[HALF_LN3]])
    params = [tensor([[1.0, 3.0]]), tensor([0.0, -HALF_LN3]), tensor([[10.0], [100.0]])]
    # hidden units tanh(ln 3 / 2) = 0.5 and tanh(3 ln 3 / 2 - ln 3 / 2) = tanh(ln 3) = 0.8
    expect(
        "forward([[[1, 3]], [0, -0.549], [[10], [100]], [1]], [[0.549]])",
        forward([*params, tensor([1.0])], x),
        [[86.0]],  # 10 * 0.5 + 100 * 0.8 + 1
        "tanh(x W + b) for every layer but the last; the biases belong inside. 1 means that the "
        "last layer has a tanh too, 116.4 that the hidden one has none (or a ReLU).",
        rtol=1e-4,
    )
    scale, shift = tensor([[2 * HALF_LN3]]), tensor([-HALF_LN3])
    # 0.549 -> tanh(0.549) = 0.5 -> tanh(1.0986 * 0.5 + 0) = 0.5 -> 1.0986 * 0.5 - 0.549 = 0
    expect(
        "forward of three layers: x = 0.549, weights 1, 1.0986, 1.0986, biases 0, 0, -0.549",
        forward([tensor([[1.0]]), tensor([0.0]), scale, tensor([0.0]), scale, shift], x),
        [[0.0]],
        "loop over the pairs (W, b); the number of layers is len(params) / 2.",
        atol=1e-4,
    )


@graded("networks of two to four layers", points=0.5, hidden=True)
def test_tanh_hidden(forward):
    rng = draw("hidden")
    about = "The output of a network with hidden layers is off; read section 1 again."
    for sizes in ((2, 5, 1), (1, 4, 3, 2), (3, 2, 4, 2, 1)):
        params, x = normal_params(rng, sizes), rng.normal(size=(6, sizes[0]))
        got = forward([tensor(p) for p in params], tensor(x))
        expect_hidden(got, network(params, x), about, rtol=1e-3, atol=1e-4)


@graded("a network of one layer is linear", points=0.5)
def test_single_public(forward):
    expect(
        "forward([[[2], [1]], [-4]], [[3, 5], [0, 1]])",
        forward([tensor([[2.0], [1.0]]), tensor([-4.0])], tensor([[3.0, 5.0], [0.0, 1.0]])),
        [[7.0], [-3.0]],  # 6 + 5 - 4, 0 + 1 - 4
        "with one pair (W, b) that layer is the last: x W + b, no tanh anywhere.",
    )


@graded("one layer of other widths", points=0.5, hidden=True)
def test_single_hidden(forward):
    rng = draw("single")
    params, x = normal_params(rng, (4, 3)), rng.normal(size=(5, 4)) * 3
    about = "A network of one layer is not linear; read section 1 again."
    got = forward([tensor(p) for p in params], tensor(x))
    expect_hidden(got, network(params, x), about, rtol=1e-3, atol=1e-4)


@graded("it computes in the dtype of the parameters", points=0.5)
def test_dtype_public(forward):
    values = ([[HALF_LN3]], [0.0], [[2.0]], [1e-9])
    output = forward([tensor(v, "float64") for v in values], tensor([[1.0]]))
    call = (
        "forward of float64 parameters W = 0.549, b = 0, then W = 2, b = 1e-9, at x = 1 (float32)"
    )
    cause = "cast x to params[0].dtype, nothing else; if it is off by more, see the hidden layers."
    # 2 * 0.5 + 1e-9
    expect(f"{call}, minus 1", np.asarray(output) - 1.0, [[1e-9]], cause, rtol=1e-3, atol=1e-12)
    expect(f"the dtype of {call}", str(np.asarray(output).dtype), "float64", cause)


@graded("float32 and float64, whatever x is", points=0.5, hidden=True)
def test_dtype_hidden(forward):
    about = "The dtype does not follow the parameters; read section 1 again."
    rng = draw("dtype")
    for own, other in (("float32", "float64"), ("float64", "float32")):
        params, x = normal_params(rng, (1, 2, 1)), rng.integers(1, 4, size=(3, 1)).astype(float)
        output = forward([tensor(p, own) for p in params], tensor(x, other))
        precise = 1e-10 if own == "float64" else 1e-3
        expect_hidden(output, network(params, x), about, rtol=precise, atol=precise)
        expect_hidden(str(np.asarray(output).dtype), own, about)


@graded("a tape can follow it to every parameter", points=0.5)
def test_gradient_public(forward):
    params = [tensor(v) for v in ([[HALF_LN3]], [0.0], [[4.0]], [1.0])]
    expect(
        "the gradient of forward(params, [[1]]) for params W = 0.549, b = 0, then W = 4, b = 1",
        slopes(forward, params, tensor([[1.0]])),
        # the hidden unit is 0.5, its slope 1 - 0.25: 4 * 0.75 for the first pair, then 0.5 and 1
        [[[3.0]], [3.0], [[0.5]], [1.0]],
        "None means that the tape lost the way: no NumPy, no .numpy(), no tf.Variable inside. "
        "Other numbers: see the first check.",
        rtol=1e-4,
    )


@graded("other inputs, other weights", points=0.5, hidden=True)
def test_gradient_hidden(forward):
    rng = draw("gradient")
    params, x = normal_params(rng, (3, 4, 2)), rng.normal(size=(5, 3))
    hidden = np.tanh(x @ params[0] + params[1])
    below = params[2].sum(axis=1) * (1 - hidden**2)
    last = np.repeat(hidden.sum(axis=0)[:, None], 2, axis=1)
    want = [(x.T @ below).tolist(), below.sum(axis=0).tolist(), last.tolist(), [5.0, 5.0]]
    about = "The gradient does not reach the parameters; read section 1 again."
    got = slopes(forward, [tensor(p) for p in params], tensor(x))
    expect_hidden(got, want, about, rtol=1e-3, atol=1e-4)
