"""a07_q5_backpropagate: a gradient on its way down a stack, one Jacobian at a time."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded

OK_FORMAT = False
name = "a07_q5_backpropagate"
section = "5. Thirty desks down"
outcome, co, po, part = "LO-1", ["CO-1", "CO-4"], ["PO-1", "PO-2"], "practical"


def send(backpropagate, gradient, jacobians, shortcut):
    """Call it with float64 arrays."""
    jacobians = [np.asarray(jacobian, dtype="float64") for jacobian in jacobians]
    return backpropagate(np.asarray(gradient, dtype="float64"), jacobians, shortcut)


def total(jacobians, shortcut):
    """Return the Jacobian of the whole stack: the last block's leftmost."""
    product = np.eye(len(jacobians[0]))
    for jacobian in jacobians:
        product = (jacobian + np.eye(len(jacobian)) * shortcut) @ product
    return product


@graded("without shortcuts: the product of the Jacobians", points=0.5)
def test_plain_public(backpropagate):
    jacobians = [[[1, 2], [0, 1]], [[1, 0], [3, 1]]]
    call = "backpropagate([1, 1], [[[1, 2], [0, 1]], [[1, 0], [3, 1]]], shortcut=False)"
    got = send(backpropagate, [1, 1], jacobians, False)
    # through block 2: (1 + 3, 1) = (4, 1); through block 1: (4, 8 + 1)
    expect(
        f"the first entry, g_0, of {call}",
        got[0],
        [4.0, 9.0],
        "g_0 is what arrives at the input. Begin with the last block; a gradient is a row, so it "
        "is g @ J; and without a shortcut that is all.",
    )


@graded("other plain stacks", points=0.5, hidden=True)
def test_plain_hidden(backpropagate):
    rng = draw("plain")
    about = "The gradient that leaves a plain stack is off; read section 5 again."
    for d in (2, 4):
        g, jacobians = rng.normal(size=d), rng.normal(size=(int(rng.integers(3, 6)), d, d))
        got = send(backpropagate, g, jacobians, False)
        expect_hidden(got[0], g @ total(jacobians, False), about, rtol=1e-4, atol=1e-5)


@graded("with shortcuts: each block adds what it was given", points=1)
def test_residual_public(backpropagate):
    jacobians = [[[1, 0], [2, 1]], [[0, 3], [1, 0]]]
    call = "backpropagate([1, 2], [[[1, 0], [2, 1]], [[0, 3], [1, 0]]], shortcut=True)"
    got = send(backpropagate, [1, 2], jacobians, True)
    # block 2: (2, 3) + (1, 2) = (3, 5); block 1: (3 + 10, 5) + (3, 5) = (16, 10)
    expect(
        f"the first entry, g_0, of {call}",
        got[0],
        [16.0, 10.0],
        "g @ (I + J) is g @ J + g, where g is what arrives at this very block. I is the identity "
        "matrix: a plain 1 would be added to every entry.",
    )
    jacobians = [np.eye(2), -np.eye(2), np.eye(2)]
    expect(
        "g_0 of backpropagate([5, 7], [I, -I, I], shortcut=True)",
        send(backpropagate, [5, 7], jacobians, True)[0],
        [0.0, 0.0],
        "where F' = -I, I + F' is the zero matrix, and nothing gets through.",
    )


@graded("other residual stacks", points=1, hidden=True)
def test_residual_hidden(backpropagate):
    rng = draw("residual")
    about = "The gradient that leaves a residual stack is off; read section 5 again."
    for d in (2, 4):
        g, jacobians = rng.normal(size=d), rng.normal(size=(int(rng.integers(3, 6)), d, d))
        got = send(backpropagate, g, jacobians, True)
        expect_hidden(got[0], g @ total(jacobians, True), about, rtol=1e-4, atol=1e-5)


@graded("the list: from g_0 to g_L, L + 1 entries", points=0.5)
def test_list_public(backpropagate):
    # 4 (1 - 0.5) = 2, 2 (1 + 2) = 6, 6 (1 + 1) = 12
    expect(
        "backpropagate([4], [[[1]], [[2]], [[-0.5]]])",
        send(backpropagate, [4], [[[1]], [[2]], [[-0.5]]], True),
        [[12.0], [6.0], [2.0], [4.0]],
        "keep the gradient at every block, the input's first, and at the end the one passed in.",
    )
    expect(
        "backpropagate([4], [])",
        send(backpropagate, [4], [], True),
        [[4.0]],
        "an empty stack has one place for a gradient: what comes in at the top is g_0.",
    )


@graded("the list for stacks of other depths", points=0.5, hidden=True)
def test_list_hidden(backpropagate):
    rng = draw("list")
    about = "The list of gradients is not complete or not in order; read section 5 again."
    for depth in rng.integers(4, 9, size=3):
        g, factors = rng.uniform(1, 2, size=1), rng.uniform(-0.5, 0.8, size=depth)
        want = [g * np.prod(1 + factors[block:]) for block in range(depth + 1)]
        got = send(backpropagate, g, factors.reshape(-1, 1, 1), True)
        expect_hidden(got, want, about)
