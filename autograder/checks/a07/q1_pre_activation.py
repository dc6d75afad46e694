"""a07_q1_pre_activation: x + F(x), and nothing touches x on its way to the sum."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, tensor

OK_FORMAT = False
name = "a07_q1_pre_activation"
section = "1. A note in the margin"
outcome, co, po, part = "LO-2", ["CO-1", "CO-2"], ["PO-1", "PO-3"], "practical"


def run(block, x, w1, b1, w2, b2, w_s=None):
    """Call the block with everything as float32 tensors."""
    weights = [tensor(value) for value in (w1, b1, w2, b2)]
    return block(tensor(x), *weights, None if w_s is None else tensor(w_s))


def silent(block, x, b2, w_s=None):
    """Call a block whose branch is its last bias alone, so that the shortcut is seen."""
    d, u = len(x[0]), len(b2)
    return run(block, x, np.ones((d, 4)), np.ones(4), np.zeros((4, u)), b2, w_s)


def branch_in_loops(x, w1, b1, w2, b2):
    """Return F(x), one unit at a time."""
    outputs = []
    for row in x:
        a = [max(v, 0.0) for v in row]
        hidden = [
            max(sum(v * w for v, w in zip(a, column, strict=True)) + b, 0.0)
            for column, b in zip(w1.T, b1, strict=True)
        ]
        outputs.append(
            [
                sum(v * w for v, w in zip(hidden, column, strict=True)) + b
                for column, b in zip(w2.T, b2, strict=True)
            ]
        )
    return np.array(outputs)


@graded("the branch: ReLU, first layer, ReLU, second layer", points=1)
def test_branch_public(pre_activation_block):
    weights = [[1, 0], [1, 1]], [1, -1], [[1, 2], [0, -1]], [10, 20]
    # x w1 + b1 = (4, 1), times w2 (4, 7), plus b2 (14, 27), plus x
    expect(
        "pre_activation_block([[1, 2]], w1=[[1, 0], [1, 1]], b1=[1, -1], w2=[[1, 2], [0, -1]], "
        "b2=[10, 20])",
        run(pre_activation_block, [[1, 2]], *weights),
        [[15.0, 29.0]],
        "no ReLU has anything to cut here, so look at products, biases and the sum: "
        "inputs are rows, so each layer is x w + b, and x is added at the end.",
    )
    weights = [[1, 1], [1, -1]], [0, 1], [[3, -0.5], [1, 1]], [0, 0]
    # relu(x) = (0, 2), times w1 plus b1 (2, -1), relu (2, 0), times w2 (6, -1), plus x
    expect(
        "pre_activation_block([[-1, 2]], w1=[[1, 1], [1, -1]], b1=[0, 1], "
        "w2=[[3, -0.5], [1, 1]], b2=[0, 0])",
        run(pre_activation_block, [[-1, 2]], *weights),
        [[5.0, 1.0]],
        "there are two ReLUs: on x before w1, and on that layer's output, with its bias, before "
        "w2. None ends the branch, and x itself is added as it came.",
    )


@graded("the branch for other weights and widths", points=1, hidden=True)
def test_branch_hidden(pre_activation_block):
    rng = draw("branch")
    about = "The branch F(x) is off; read section 1 again."
    for k in rng.integers(3, 8, size=3):
        w1, b1, w2 = rng.normal(size=(4, k)), rng.normal(size=k), rng.normal(size=(k, 3))
        x, b2, w_s = rng.normal(size=(6, 4)), rng.normal(size=3), np.zeros((4, 3))
        x[:, 3], w_s[3] = 10, 10  # the shortcut is 100 for all units: only the branch is in doubt
        w1[3] /= 10
        want = branch_in_loops(x, w1, b1, w2, b2) + 100
        got = run(pre_activation_block, x, w1, b1, w2, b2, w_s)
        expect_hidden(got, want, about, rtol=1e-5, atol=1e-3)


@graded("the shortcut hands on negative numbers too", points=0.5)
def test_shortcut_public(pre_activation_block):
    expect(
        "pre_activation_block([[3, -4, 0.5]], ...) with a branch that is 1 everywhere",
        silent(pre_activation_block, [[3, -4, 0.5]], [1, 1, 1]),
        [[4.0, -3.0, 1.5]],
        "add x as it came, not relu(x), and leave the sum alone: both ReLUs belong in the branch.",
    )


@graded("the shortcut for other inputs", points=0.5, hidden=True)
def test_shortcut_hidden(pre_activation_block):
    rng = draw("shortcut")
    x, b2 = rng.normal(size=(5, 4)) * 3 - 1, rng.uniform(0.1, 0.5, size=4)
    about = "The input does not arrive at the output as it should; read section 1 again."
    expect_hidden(silent(pre_activation_block, x, b2), x + b2, about, rtol=1e-4, atol=1e-5)


@graded("a projection, where there is one", points=0.5)
def test_projection_public(pre_activation_block):
    cause = "w_s is given, so the shortcut is x w_s, with x as it came."
    # -1 * (-1, 1, 0) + 2 * (1, 1, 3)
    expect(
        "pre_activation_block([[-1, 2]], ..., w_s=[[-1, 1, 0], [1, 1, 3]]), the branch is 0",
        silent(pre_activation_block, [[-1, 2]], [0, 0, 0], [[-1, 1, 0], [1, 1, 3]]),
        [[3.0, 1.0, 6.0]],
        cause,
    )
    expect(
        "pre_activation_block([[-1, 2]], ..., w_s=[[-2, 0], [1, 1]]), the branch is 0",
        silent(pre_activation_block, [[-1, 2]], [0, 0], [[-2, 0], [1, 1]]),
        [[4.0, 2.0]],
        f"{cause} It is used also where the widths agree.",
    )


@graded("projections of other shapes", points=0.5, hidden=True)
def test_projection_hidden(pre_activation_block):
    rng = draw("projection")
    about = "The projection of the shortcut is off; read section 1 again."
    for u in (3, int(rng.integers(4, 7))):
        x, w_s = rng.normal(size=(4, 3)), rng.normal(size=(3, u))
        b2 = rng.uniform(20, 30, size=u)  # all sums are positive: no ReLU on them is seen here
        got = silent(pre_activation_block, x, b2, w_s)
        expect_hidden(got, x @ w_s + b2, about, rtol=1e-5, atol=1e-4)
