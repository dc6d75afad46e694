"""a07_q3_jacobians: I + F', and the gate that the original block puts before both."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded

OK_FORMAT = False
name = "a07_q3_jacobians"
section = '3. The "1" is a matrix'
outcome, co, po, part = "LO-1", ["CO-1", "CO-4"], ["PO-1", "PO-2"], "practical"


def array(*values):
    """Return float64 arrays."""
    return [np.asarray(value, dtype="float64") for value in values]


def slopes(f, x, h=1e-4):
    """Return dy_i / dx_j by central differences; exact where f has no kink within h."""
    columns = [(f(x + step) - f(x - step)) / (2 * h) for step in h * np.eye(len(x))]
    return np.stack(columns, axis=1)


def pre_block(w1, b1, w2):
    """Return the pre-activation block as a function of one input."""
    cut = lambda v: np.where(v > 0, v, 0)  # noqa: E731
    return lambda x: x + cut(cut(x) @ w1 + b1) @ w2


def post_block(w1, b1, w2, b2):
    """Return the post-activation block as a function of one input."""
    cut = lambda v: np.where(v > 0, v, 0)  # noqa: E731
    return lambda x: cut(x + cut(x @ w1 + b1) @ w2 + b2)


def signs(rng, d, size=(0.5, 2.0)):
    """Return d numbers away from 0, the first negative, the second positive."""
    values = rng.uniform(*size, size=d) * rng.choice([-1, 1], size=d)
    values[:2] = -abs(values[0]), abs(values[1])
    return values


@graded("pre-activation: an open gate passes the branch, a shut one leaves 1", points=0.5)
def test_gates_public(pre_activation_jacobian):
    x, w1, b1, w2 = array([2, -1, 3], np.eye(3), [0, 5, -4], np.diag([3, 4, 5]))
    # relu(x) = (2, 0, 3), z = (2, 5, -1): x shuts unit 2, z shuts unit 3; 1 + 3 in unit 1
    expect(
        "pre_activation_jacobian([2, -1, 3], w1=I, b1=[0, 5, -4], w2=diag(3, 4, 5))",
        pre_activation_jacobian(x, w1, b1, w2),
        [[4.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        "add the identity matrix, np.eye(d), and put a gate where a ReLU stands: diag(x > 0) for "
        "the first, diag(z > 0) for the second, z = relu(x) w1 + b1.",
    )
    x, w1, b1, w2 = array([1, 2], np.eye(2), [0, 0], -np.eye(2))
    expect(
        "pre_activation_jacobian([1, 2], w1=I, b1=[0, 0], w2=-I), so that F' = -I",
        pre_activation_jacobian(x, w1, b1, w2),
        [[0.0, 0.0], [0.0, 0.0]],
        "the 1 is the identity matrix, np.eye(d); a plain 1 is added to every entry.",
    )


@graded("other gates of the pre-activation block", points=0.5, hidden=True)
def test_gates_hidden(pre_activation_jacobian):
    rng = draw("gates")
    about = "A gate of the pre-activation Jacobian is off; read section 3 again."
    for d in rng.integers(4, 8, size=3):
        x, z = signs(rng, d), -signs(rng, d)  # one gate of each kind is shut alone
        factors = rng.uniform(1, 2, size=(2, d))
        w1, w2 = np.diag(factors[0]), np.diag(factors[1])
        b1 = z - np.maximum(x, 0) @ w1
        want = slopes(pre_block(w1, b1, w2), x)
        expect_hidden(pre_activation_jacobian(x, w1, b1, w2), want, about, atol=1e-5)


@graded("pre-activation: the whole matrix, J[i, j] = dy_i / dx_j", points=0.5)
def test_matrix_public(pre_activation_jacobian):
    x, w1, b1, w2 = array([1, -3], [[1, 2], [1, 1]], [1, 1], [[1, 0], [3, 1]])
    # a = relu(x): z = (a1 + a2 + 1, 2 a1 + a2 + 1) > 0, F = (z1 + 3 z2, z2), and a2 is shut:
    # dF1/da1 = 1 + 6, dF2/da1 = 2
    expect(
        "pre_activation_jacobian([1, -3], w1=[[1, 2], [1, 1]], b1=[1, 1], w2=[[1, 0], [3, 1]])",
        pre_activation_jacobian(x, w1, b1, w2),
        [[8.0, 0.0], [2.0, 1.0]],
        "for y = x W the Jacobian is the transpose of W. What x meets first stands rightmost, so "
        "the gate of the first ReLU does: it shuts a column. The other is that of relu(x) w1 + b1.",
    )


@graded("whole matrices of other widths", points=0.5, hidden=True)
def test_matrix_hidden(pre_activation_jacobian):
    rng = draw("matrix")
    about = "The pre-activation Jacobian is off; read section 3 again."
    for d, k in ((3, 5), (4, 2)):
        x, w1, w2 = signs(rng, d), rng.normal(size=(d, k)), rng.normal(size=(k, d))
        b1 = rng.uniform(0.5, 1.5, size=k) - np.maximum(x, 0) @ w1  # every z is positive
        want = slopes(pre_block(w1, b1, w2), x)
        expect_hidden(pre_activation_jacobian(x, w1, b1, w2), want, about, atol=1e-5)


@graded("post-activation: where the sum is negative nothing passes", points=1)
def test_closed_public(post_activation_jacobian):
    x, w1, b1, w2, b2 = array([1, 2], [[1, 0], [1, 1]], [0, 0], [[1, -2], [1, 0]], [0, 0])
    call = "post_activation_jacobian([1, 2], w1=[[1, 0], [1, 1]], b1=[0, 0], w2=[[1, -2], [1, 0]], "
    # z = (x1 + x2, x2) > 0, F = (z1 + z2, -2 z1), s = (6, -4): y1 = 2 x1 + 2 x2, y2 = 0
    expect(
        f"{call}b2=[0, 0]), where the sum s is [6, -4]",
        post_activation_jacobian(x, w1, b1, w2, b2),
        [[2.0, 2.0], [0.0, 0.0]],
        "y2 is 0 whatever x does: the last ReLU shuts the whole row, shortcut included. Its gate "
        "diag(s > 0) stands leftmost, before I + F'. If the first row is off, look at F': for "
        "y = x W the Jacobian is the transpose of W, so it begins with w2.T and ends with w1.T.",
    )
    b2 = np.asarray([-7.0, 5.0])  # s = (-1, 1): y1 = 0, y2 = -2 x1 - 2 x2 + x2 + 5
    expect(
        f"{call}b2=[-7, 5]), where the sum s is [-1, 1]",
        post_activation_jacobian(x, w1, b1, w2, b2),
        [[0.0, 0.0], [-2.0, -1.0]],
        "the gate is open where s = x + F(x) is positive, and b2 is a part of F(x). The open row "
        "is that of I + F', where F' begins with w2.T and ends with w1.T.",
    )


@graded("other blocks with some negative sums", points=1, hidden=True)
def test_closed_hidden(post_activation_jacobian):
    rng = draw("closed")
    about = "The post-activation Jacobian is off where the sum is negative; read section 3 again."
    for d, k in ((3, 5), (4, 2)):
        x, w1, w2 = rng.uniform(1, 2, size=d), rng.normal(size=(d, k)), rng.normal(size=(k, d))
        z = rng.uniform(0.5, 1.5, size=k)  # open, like every x
        b2 = signs(rng, d) - z @ w2 - x
        want = slopes(post_block(w1, z - x @ w1, w2, b2), x)
        got = post_activation_jacobian(x, w1, z - x @ w1, w2, b2)
        expect_hidden(got, want, about, atol=1e-5)


@graded("post-activation: where the sum is positive it is I + F' of its own branch", points=0.5)
def test_open_public(post_activation_jacobian):
    x, w1, b1, w2, b2 = array([-1, 2], [[-1, 1], [1, 1]], [0, 0], [[2, 1], [0, 1]], [0, 0])
    # z = (-x1 + x2, x1 + x2) = (3, 1), F = (2 z1, z1 + z2) = (-2 x1 + 2 x2, 2 x2), s = (5, 6)
    expect(
        "post_activation_jacobian([-1, 2], w1=[[-1, 1], [1, 1]], b1=[0, 0], w2=[[2, 1], [0, 1]], "
        "b2=[0, 0]), where the sum s is [5, 6]",
        post_activation_jacobian(x, w1, b1, w2, b2),
        [[-1.0, 2.0], [0.0, 3.0]],
        "this branch has no ReLU on x, so it has no gate diag(x > 0), and z is x w1 + b1. For "
        "y = x W the Jacobian is the transpose of W: w2.T, a gate, w1.T.",
    )


@graded("other blocks with positive sums", points=0.5, hidden=True)
def test_open_hidden(post_activation_jacobian):
    rng = draw("open")
    about = "The post-activation Jacobian is off where the sum is positive; read section 3 again."
    for d, k in ((3, 5), (4, 2)):
        x, w1, w2 = signs(rng, d), rng.normal(size=(d, k)), rng.normal(size=(k, d))
        z = rng.uniform(0.5, 1.5, size=k)
        b2 = rng.uniform(0.5, 1.5, size=d) - z @ w2 - x
        want = slopes(post_block(w1, z - x @ w1, w2, b2), x)
        got = post_activation_jacobian(x, w1, z - x @ w1, w2, b2)
        expect_hidden(got, want, about, atol=1e-5)
