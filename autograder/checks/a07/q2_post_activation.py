"""a07_q2_post_activation: the original block, whose last ReLU comes after the addition."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, tensor

OK_FORMAT = False
name = "a07_q2_post_activation"
section = "2. The censor at every desk"
outcome, co, po, part = "LO-2", ["CO-1", "CO-2"], ["PO-1", "PO-3"], "practical"


def run(block, x, w1, b1, w2, b2, w_s=None):
    """Call the block with everything as float32 tensors."""
    weights = [tensor(value) for value in (w1, b1, w2, b2)]
    return block(tensor(x), *weights, None if w_s is None else tensor(w_s))


def scaled(block, x, factors):
    """Call a block whose branch is relu(x) times a factor for each unit."""
    d = len(factors)
    return run(block, x, np.eye(d), np.zeros(d), np.diag(factors), np.zeros(d))


def project(block, x, w_s, b2):
    """Call a block whose branch is its last bias alone."""
    d, u = len(x[0]), len(b2)
    return run(block, x, np.ones((d, 4)), np.ones(4), np.zeros((4, u)), b2, w_s)


@graded("the branch: first layer, ReLU, second layer", points=0.5)
def test_branch_public(post_activation_block):
    weights = [[-1, 1], [1, 1]], [0, -2], [[2, -0.5], [1, 1]], [0, 1]
    # x w1 + b1 = (3, -1), relu (3, 0), times w2 plus b2 (6, -0.5), plus x (5, 1.5)
    expect(
        "post_activation_block([[-1, 2]], w1=[[-1, 1], [1, 1]], b1=[0, -2], "
        "w2=[[2, -0.5], [1, 1]], b2=[0, 1])",
        run(post_activation_block, [[-1, 2]], *weights),
        [[5.0, 1.5]],
        "in this block x goes into w1 as it came; one ReLU stands between the layers, and none "
        "between F(x) and the sum.",
    )


@graded("the branch for other weights and widths", points=0.5, hidden=True)
def test_branch_hidden(post_activation_block):
    rng = draw("branch")
    about = "The block's output where its sum is positive is off; read section 2 again."
    for k in rng.integers(3, 8, size=3):
        w1, b1, w2 = rng.normal(size=(4, k)) / 2, rng.normal(size=k), rng.normal(size=(k, 3))
        x, b2, w_s = rng.normal(size=(6, 4)) * 2, rng.normal(size=3), np.zeros((4, 3))
        x[:, 3], w_s[3] = 10, 10  # the shortcut is 100 for all units, so the sums are positive
        w1[3] /= 10
        z = x @ w1 + b1
        want = np.where(z > 0, z, 0) @ w2 + b2 + 100
        got = run(post_activation_block, x, w1, b1, w2, b2, w_s)
        expect_hidden(got, want, about, rtol=1e-5, atol=1e-3)


@graded("a ReLU after the addition, on page and note together", points=0.5)
def test_last_relu_public(post_activation_block):
    # F(x) = (2 * -3, 0 * 1, 1 * 4) = (-6, 0, 4), so the sums are -4, -5 and 5
    expect(
        "post_activation_block([[2, -5, 1]], ...) whose branch is [-6, 0, 4]",
        scaled(post_activation_block, [[2, -5, 1]], [-3, 1, 4]),
        [[0.0, 0.0, 5.0]],
        "add first, then take the ReLU of the whole sum: relu(x + F(x)).",
    )


@graded("other sums, positive and negative", points=0.5, hidden=True)
def test_last_relu_hidden(post_activation_block):
    rng = draw("last_relu")
    x, factors = rng.normal(size=(6, 4)) * 2, rng.normal(size=4) * 3
    want = np.maximum(x + np.maximum(x, 0) * factors, 0)
    about = "Where the sum of input and branch is negative, the output is off; read section 2."
    expect_hidden(scaled(post_activation_block, x, factors), want, about, rtol=1e-4, atol=1e-5)


@graded("a projection, where there is one", points=0.5)
def test_projection_public(post_activation_block):
    cause = "w_s is given, so the shortcut is x w_s, with x as it came."
    # -2 * (-1, 0, -1) + 1 * (1, 4, 0)
    expect(
        "post_activation_block([[-2, 1]], ..., w_s=[[-1, 0, -1], [1, 4, 0]]), the branch is 0",
        project(post_activation_block, [[-2, 1]], [[-1, 0, -1], [1, 4, 0]], [0, 0, 0]),
        [[3.0, 4.0, 2.0]],
        cause,
    )
    expect(
        "post_activation_block([[-2, 1]], ..., w_s=[[-1, 0], [2, 3]]), the branch is 0",
        project(post_activation_block, [[-2, 1]], [[-1, 0], [2, 3]], [0, 0]),
        [[4.0, 3.0]],
        f"{cause} It is used also where the widths agree.",
    )


@graded("projections of other shapes", points=0.5, hidden=True)
def test_projection_hidden(post_activation_block):
    rng = draw("projection")
    about = "The projection of the shortcut is off; read section 2 again."
    for u in (3, int(rng.integers(4, 7))):
        x, w_s = rng.normal(size=(4, 3)), rng.normal(size=(3, u))
        b2 = rng.uniform(20, 30, size=u)  # all sums are positive: the last ReLU is not seen here
        got = project(post_activation_block, x, w_s, b2)
        expect_hidden(got, x @ w_s + b2, about, rtol=1e-5, atol=1e-4)
