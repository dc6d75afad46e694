"""a07_q6_gradient_norms: how long the gradient is at the output of each block."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a07_q6_gradient_norms"
section = "6. Measure it"
outcome, co, po, part = "LO-1", ["CO-3", "CO-4"], ["PO-2", "PO-4"], "practical"


@probe
def measure(gradient_norms_per_block, layers, x, y):
    """Return the norms in a chain of linear layers, given as pairs (name, kernel)."""
    import keras
    import numpy as np

    dense = [keras.layers.Dense(len(k[0]), use_bias=False, name=name) for name, k in layers]
    model = keras.Sequential([keras.Input((len(x[0]),)), *dense])
    model.set_weights([np.array(kernel, "float32") for _, kernel in layers])
    norms = gradient_norms_per_block(model, np.array(x, "float32"), np.array(y))
    return [float(norm) for norm in norms]


def by_hand(layers, x, y):
    """Return the norms in float64: softmax minus one-hot at the logits, then kernel by kernel."""
    h = np.asarray(x)
    for _, kernel in layers:
        h = h @ np.asarray(kernel)
    p = np.exp(h - h.max(axis=1, keepdims=True))
    gradient = p / p.sum(axis=1, keepdims=True)
    gradient[np.arange(len(y)), y] -= 1
    gradient /= len(y)
    norms = []
    for name, kernel in reversed(layers):
        if name.startswith("block_"):
            norms.insert(0, np.sqrt(np.sum(gradient**2)))
        gradient = gradient @ np.asarray(kernel).T
    return norms


def scaled(*names_and_factors, width=2):
    """Return layers that multiply so many numbers by a factor each."""
    return [(name, (factor * np.eye(width)).tolist()) for name, factor in names_and_factors]


def named(kernels, names):
    """Return layers with these kernels."""
    return [(name, kernel.tolist()) for name, kernel in zip(names, kernels, strict=True)]


@graded("the norm of dL/dh at each block's output, first block first", points=1)
def test_values_public(gradient_norms_per_block):
    layers = scaled(("stem", 1), ("block_1", 3), ("block_2", 2), ("head", 4))
    got = measure(gradient_norms_per_block, layers, [[0.0, 0.0]], [0])
    call = "a linear network: stem I, block_1 3 I, block_2 2 I, head 4 I; x = [[0, 0]], y = [0]"
    # logits (0, 0): softmax (0.5, 0.5) minus (1, 0), length sqrt(0.5); times 4, then times 2
    expect(
        call,
        got,
        [5.656854, 2.828427],
        "the loss is the cross-entropy from logits; its gradient is taken with respect to what "
        "each block puts out, after that block. If you got 0, look at what you differentiate by "
        "(not by a kernel), and whether the loss knows that it gets logits. If you got the squares "
        "of what is expected, the root is missing.",
        rtol=1e-4,
    )


@graded("other networks and inputs", points=1, hidden=True)
def test_values_hidden(gradient_norms_per_block):
    rng = draw("values")
    about = "The norms are off for one example; read section 6 again."
    for _ in range(2):
        kernels = [*rng.normal(size=(3, 4, 4)), rng.normal(size=(4, 5))]
        layers = named(kernels, ("stem", "block_1", "block_2", "head"))
        x, y = rng.normal(size=(1, 4)) / 2, [int(rng.integers(5))]
        got = measure(gradient_norms_per_block, layers, x.tolist(), y)
        expect_hidden(got, by_hand(layers, x, y), about, rtol=1e-3, atol=1e-5)


@graded("a batch: the mean loss, one norm over all examples together", points=0.5)
def test_batch_public(gradient_norms_per_block):
    layers = scaled(("stem", 1), ("block_1", 1), ("head", 1), width=3)
    x = [[0.5, 0.25, 0.25], [0.25, 0.5, 0.25], [0.25, 0.25, 0.5]]
    one = measure(gradient_norms_per_block, layers, x[:1], [0])
    three = measure(gradient_norms_per_block, layers, x, [0, 1, 2])
    expect(
        f"norm for the batch x = {x}, y = [0, 1, 2] / norm for its first example alone",
        float(np.divide(three[0], one[0])),
        0.57735,  # the rows differ in order only, and each is a third as long: sqrt(3 / 9)
        "the mean over three examples makes each row of the gradient a third as long; the norm of "
        "all elements together is then sqrt(3) / 3. No mean of norms, no sum of losses; and for a "
        "matrix it is np.linalg.norm(g), not np.linalg.norm(g, 2).",
        rtol=1e-3,
    )


@graded("batches of other sizes", points=0.5, hidden=True)
def test_batch_hidden(gradient_norms_per_block):
    rng = draw("batch")
    about = "A batch of several examples is not handled; read section 6 again."
    for n in (int(size) for size in rng.integers(3, 17, size=2)):
        layers = scaled(("stem", 1), ("block_1", 1), ("block_2", 1), ("head", 1), width=n)
        first = rng.uniform(0.2, 0.6, size=n)
        x = [np.roll(first, turn).tolist() for turn in range(n)]  # rows of one length, not equal
        one = measure(gradient_norms_per_block, layers, x[:1], [0])
        many = measure(gradient_norms_per_block, layers, x, list(range(n)))
        expect_hidden(
            [m / o for m, o in zip(many, one, strict=True)], [n**-0.5] * 2, about, rtol=1e-3
        )


@graded("only layers whose name starts with block_ count", points=0.5)
def test_blocks_public(gradient_norms_per_block):
    names = ("stem", "inner_1", "block_1", "inner_2", "block_2", "last_relu", "head")
    layers = scaled(*zip(names, (1, 0.5, 1, 2, 1, 1, 1), strict=True))
    got = measure(gradient_norms_per_block, layers, [[0.25, 0.5]], [0])
    call = "norms in a network of " + ", ".join(names)
    expect(f"how many {call}", len(got), 2, 'ask layer.name.startswith("block_").')
    cause = "between the two blocks lies inner_2, whose factor is 2: name.startswith('block_')."
    expect(
        f"block 1 / block 2 of the {call}", float(np.divide(got[0], got[1])), 2.0, cause, rtol=1e-3
    )


@graded("other layers between the blocks", points=0.5, hidden=True)
def test_blocks_hidden(gradient_norms_per_block):
    rng = draw("blocks")
    about = "The layers that count are not the right ones; read section 6 again."
    factors = rng.uniform(0.7, 0.9, size=7).tolist()
    names = ["stem", "block_1", "inner_2", "block_2", "inner_3", "block_3", "last_relu", "head"]
    layers = scaled(*zip(names, [*factors, 1.0], strict=True))
    got = measure(
        gradient_norms_per_block, layers, rng.uniform(0.2, 0.6, size=(1, 2)).tolist(), [1]
    )
    want = [np.prod(factors[2:6]), np.prod(factors[4:6]), 1.0]
    expect_hidden([norm / got[-1] for norm in got], want, about, rtol=1e-3)
