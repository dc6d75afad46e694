"""a12_q5_adaptation_curve: the query loss before and after each inner step."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a12_q5_adaptation_curve"
section = "5. How fast does it adapt?"
outcome, co, po, part = "LO-4", ["CO-4", "CO-5"], ["PO-2", "PO-4"], "analysis"

START = [[[1.0]], [0.0]]  # W and b of f(x) = x
SAME = ([[1.0]], [[3.0]], [[1.0]], [[3.0]])  # support and query point (1, 3)
OTHER = ([[1.0]], [[3.0]], [[2.0]], [[5.0]])  # support point (1, 3), query point (2, 5)


@probe
def curve(adaptation_curve, params, task, alpha, steps):
    """Return the adaptation curve as a list."""
    from typing import NamedTuple

    import numpy as np
    import tensorflow as tf

    class Task(NamedTuple):
        x_support: np.ndarray
        y_support: np.ndarray
        x_query: np.ndarray
        y_query: np.ndarray

    params = [tf.constant(p, "float64") for p in params]
    losses = adaptation_curve(params, Task(*map(np.asarray, task)), alpha, steps)
    return [np.asarray(loss).tolist() for loss in losses]


def by_hand(theta, task, alpha, steps):
    """Return the curve of a linear model, whose theta ends in the bias."""
    x, y, x_query, y_query = task
    X, Q = (np.hstack([part, np.ones((len(part), 1))]) for part in (x, x_query))
    losses = []
    for _ in range(steps + 1):
        losses.append(float(np.mean((Q @ theta - y_query) ** 2)))
        theta = theta - alpha * 2 * X.T @ (X @ theta - y) / len(X)
    return losses


def a_task(rng):
    """Return a random linear model of two inputs, and points: 5 to adapt, 4 to judge."""
    x, y = rng.uniform(-1.5, 1.5, size=(9, 2)), 3 + rng.normal(size=(9, 1))
    return rng.normal(size=(3, 1)), (x[:5], y[:5], x[5:], y[5:])


def measured(adaptation_curve, theta, task, alpha, steps):
    """Return the curve for a linear model."""
    points = tuple(part.tolist() for part in task)
    params = [theta[:-1].tolist(), theta[-1].tolist()]
    return curve(adaptation_curve, params, points, alpha, steps)


@graded("steps + 1 entries, the first from before any step", points=0.5)
def test_start_public(adaptation_curve):
    cause = (
        "begin with the loss of params themselves; then one entry for each step. If a check of "
        "section 2 fails, mend that first."
    )
    call = "adaptation_curve from W = 1, b = 0, support and query point (1, 3), alpha = 0.125"
    got = curve(adaptation_curve, START, SAME, 0.125, 0)
    expect(f"{call}, steps=0", got, [4.0], cause)  # (1 - 3)^2
    got = curve(adaptation_curve, START, SAME, 0.125, 1)
    expect(f"{call}, steps=1", got, [4.0, 1.0], cause)  # W = 1.5, b = 0.5: (2 - 3)^2


@graded("other starts, other numbers of steps", points=0.5, hidden=True)
def test_start_hidden(adaptation_curve):
    rng = draw("start")
    theta, task = a_task(rng)
    task = (*task[:2], *task[:2])
    about = "The curve does not begin before the first step; read section 5 again."
    for steps in (0, 1):
        got = measured(adaptation_curve, theta, task, 0.1, steps)
        expect_hidden(got, by_hand(theta, task, 0.1, steps), about, rtol=1e-4)


@graded("the loss on the query set", points=0.5)
def test_query_public(adaptation_curve):
    got = curve(adaptation_curve, START, OTHER, 0.125, 1)
    expect(
        "the last entry from W = 1, b = 0, support (1, 3), query (2, 5), alpha = 0.125, steps=1",
        got[-1],
        2.25,  # W = 1.5, b = 0.5: at x = 2 that is 3.5, and 5 is right
        "adapt on the support set, measure on the query set; 1 is the loss on the support set. If "
        "the check above fails, mend that first.",
    )


@graded("other query sets", points=0.5, hidden=True)
def test_query_hidden(adaptation_curve):
    theta, task = a_task(draw("query"))
    about = "The curve is not the loss on the query set; read section 5 again."
    got = measured(adaptation_curve, theta, task, 0.1, 1)
    expect_hidden(got[-1], by_hand(theta, task, 0.1, 1)[-1], about, rtol=1e-4)


@graded("each step goes on from the last", points=0.5)
def test_in_a_row_public(adaptation_curve):
    got = curve(adaptation_curve, START, SAME, 0.125, 3)
    # each step halves the error W + b - 3: -2, -1, -0.5, -0.25
    expect(
        "the last entry from W = 1, b = 0, support and query point (1, 3), alpha = 0.125, steps=3",
        got[-1],
        0.0625,
        "adapt the adapted parameters further; 1 means that every step begins at the start again. "
        "If a check above fails, mend that first.",
    )


@graded("longer curves", points=0.5, hidden=True)
def test_in_a_row_hidden(adaptation_curve):
    rng = draw("in_a_row")
    theta, task = a_task(rng)
    task, steps = (*task[:2], *task[:2]), int(rng.integers(4, 8))
    about = "The steps of the curve do not follow each other; read section 5 again."
    got = measured(adaptation_curve, theta, task, 0.1, steps)
    expect_hidden(got[-1], by_hand(theta, task, 0.1, steps)[-1], about, rtol=1e-4)
