"""a12_q3_meta_gradient: the loss after adapting, and its gradient through the inner loop."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a12_q3_meta_gradient"
section = "3. The lesson: a gradient through the loop"
outcome, co, po, part = "LO-4", ["CO-1", "CO-4"], ["PO-1", "PO-2"], "practical"

START = [[[1.0]], [0.0]]  # W and b of f(x) = x
ONE = ([[1.0]], [[3.0]], [[2.0]], [[5.0]])  # support point (1, 3), query point (2, 5)
TWO = ([[1.0]], [[-1.0]], [[2.0]], [[1.5]])  # support point (1, -1), query point (2, 1.5)


@probe
def loss_after(meta_loss, params, tasks, alpha, steps, first_order=False):
    """Return the meta-loss at float64 parameters; tasks are lists of points."""
    from typing import NamedTuple

    import numpy as np
    import tensorflow as tf

    class Task(NamedTuple):
        x_support: np.ndarray
        y_support: np.ndarray
        x_query: np.ndarray
        y_query: np.ndarray

    tasks = [Task(*map(np.asarray, task)) for task in tasks]
    params = [tf.constant(p, "float64") for p in params]
    return np.asarray(meta_loss(params, tasks, alpha, steps, first_order)).tolist()


@probe
def gradient_after(meta_gradient, params, tasks, alpha, steps, first_order=False):
    """Return the meta-gradient at float64 parameters; tasks are lists of points."""
    from typing import NamedTuple

    import numpy as np
    import tensorflow as tf

    class Task(NamedTuple):
        x_support: np.ndarray
        y_support: np.ndarray
        x_query: np.ndarray
        y_query: np.ndarray

    tasks = [Task(*map(np.asarray, task)) for task in tasks]
    params = [tf.constant(p, "float64") for p in params]
    gradient = meta_gradient(params, tasks, alpha, steps, first_order)
    return [None if g is None else np.asarray(g).tolist() for g in gradient]


def network(params, x):
    """Return the outputs of a network with one hidden layer, and what this layer gives."""
    W, b, V, c = params
    hidden = np.tanh(x @ W + b)
    return hidden @ V + c, hidden


def slopes(params, x, y):
    """Return the gradient of the mean squared error of that network, by hand."""
    output, hidden = network(params, x)
    back = 2 * (output - y) / y.size
    below = back @ params[2].T * (1 - hidden**2)
    return [x.T @ below, below.sum(axis=0), hidden.T @ back, back.sum(axis=0)]


def objective(params, tasks, alpha, steps):
    """Return the mean query loss after descending on each support set."""
    losses = []
    for x_support, y_support, x_query, y_query in tasks:
        adapted = params
        for _ in range(steps):
            gradient = slopes(adapted, x_support, y_support)
            adapted = [p - alpha * g for p, g in zip(adapted, gradient, strict=True)]
        losses.append(np.mean((network(adapted, x_query)[0] - y_query) ** 2))
    return np.mean(losses)


def nudged(params, tasks, alpha, steps, h=1e-5):
    """Return the slope of the objective along each parameter, by central differences."""
    found = []
    for i, p in enumerate(params):
        found.append(np.empty_like(p))
        for index in np.ndindex(*p.shape):
            nudge = np.zeros_like(p)
            nudge[index] = h
            ends = [[*params[:i], p + s * nudge, *params[i + 1 :]] for s in (1, -1)]
            above, below = (objective(end, tasks, alpha, steps) for end in ends)
            found[-1][index] = (above - below) / (2 * h)
    return [f.tolist() for f in found]


def some_tasks(rng, count):
    """Return random parameters of a 1-3-1 network, and tasks: points, 6 to adapt and 4 to judge."""
    params = [rng.normal(size=s) for s in ((1, 3), (3,), (3, 1), (1,))]
    tasks = []
    for _ in range(count):
        x, y = rng.uniform(-2, 2, size=(10, 1)), 2 + rng.normal(size=(10, 1))
        tasks.append((x[:6], y[:6], x[6:], y[6:]))
    return params, tasks


def plain(arrays):
    """Return arrays as lists."""
    return [np.asarray(a).tolist() for a in arrays]


@graded("the query loss after adapting, averaged over the tasks", points=1)
def test_loss_public(meta_loss):
    call = "meta_loss from W = 1, b = 0, alpha = 0.125, support (1, 3), query (2, 5)"
    # support error -2, gradient -4: W = 1.5, b = 0.5; at x = 2 that is 3.5, and 5 is right
    expect(
        call,
        loss_after(meta_loss, START, [ONE], 0.125, 1),
        2.25,
        "adapt on the support set, then take task_loss of the ADAPTED parameters on the query "
        "set. 9 is the loss before adapting, 1 the loss on the support set. If a check of section "
        "2 fails, mend that first.",
    )
    expect(
        f"{call}, steps=2",
        loss_after(meta_loss, START, [ONE], 0.125, 2),
        0.5625,  # W = 1.75, b = 0.75; at x = 2 that is 4.25
        "pass steps on to inner_update; 2.25 is the loss after one step.",
    )
    expect(
        f"{call}, and a second task: support (1, -1), query (2, 1.5)",
        loss_after(meta_loss, START, [ONE, TWO], 0.125, 1),
        1.625,  # the second one adapts to W = 0.5, b = -0.5; at x = 2 that is 0.5, not 1.5
        "average over the tasks (3.25 is a sum), and start each of them from params.",
    )


@graded("other tasks, a network with a hidden layer", points=1, hidden=True)
def test_loss_hidden(meta_loss):
    rng = draw("loss")
    about = "The meta-loss is off; read section 3 again."
    for count, steps in ((1, 1), (int(rng.integers(3, 5)), int(rng.integers(2, 4)))):
        params, tasks = some_tasks(rng, count)
        got = loss_after(meta_loss, plain(params), [plain(t) for t in tasks], 0.1, steps)
        expect_hidden(got, objective(params, tasks, 0.1, steps), about, rtol=1e-4)


@graded("the gradients of several tasks are averaged", points=0.5)
def test_tasks_public(meta_gradient):
    # at x = 2 the start gives 2: errors -3 and 0.5, gradients (-12, -6) and (2, 1)
    expect(
        "meta_gradient from W = 1, b = 0, steps=0, of two tasks: query (2, 5) and query (2, 1.5)",
        gradient_after(meta_gradient, START, [ONE, TWO], 0.125, 0),
        [[[-5.0]], [-2.5]],
        "with no inner step it is the ordinary gradient of the query loss, averaged over tasks; "
        "-10 and -5 is the sum. None: params were not watched, or the path to them is cut. If the "
        "check of the loss fails, mend that first.",
    )


@graded("more tasks", points=0.5, hidden=True)
def test_tasks_hidden(meta_gradient):
    rng = draw("tasks")
    params, tasks = some_tasks(rng, int(rng.integers(3, 6)))
    about = "The gradients of several tasks are not averaged; read section 3 again."
    got = gradient_after(meta_gradient, plain(params), [plain(t) for t in tasks], 0.1, 0)
    expect_hidden(got, nudged(params, tasks, 0.1, 0), about, rtol=1e-3, atol=1e-4)


@graded("the gradient goes through every inner step", points=1)
def test_second_order_public(meta_gradient):
    call = "meta_gradient from W = 1, b = 0, support (1, 3), query (2, 5), alpha = 0.125"
    # at the adapted W = 1.5, b = 0.5 the query gradient is (-6, -3); H = [[2, 2], [2, 2]], so
    # I - 0.125 H = [[0.75, -0.25], [-0.25, 0.75]], and this is its product with (-6, -3):
    expect(
        call,
        gradient_after(meta_gradient, START, [ONE], 0.125, 1),
        [[[-3.75]], [-0.75]],
        "watch params on a tape, compute meta_loss under it, differentiate with respect to THESE "
        "params. -6 and -3 mean that the factor (I - alpha H) got lost: that is first order. "
        "None: params were not watched, or the path to them is cut. If a check above or one of "
        "section 2 fails, mend that first.",
    )
    # adapted: W = 1.75, b = 0.75, query gradient (-3, -1.5); the factor twice is
    # [[0.625, -0.375], [-0.375, 0.625]]
    expect(
        f"{call}, steps=2",
        gradient_after(meta_gradient, START, [ONE], 0.125, 2),
        [[[-1.3125]], [0.1875]],
        "each inner step brings its own factor (I - alpha H): keep all of them under the tape.",
    )


@graded("it is the slope of the whole inner loop", points=1, hidden=True)
def test_second_order_hidden(meta_gradient):
    rng = draw("second_order")
    about = "The second-order meta-gradient is off; read section 3 again."
    for steps in (1, int(rng.integers(2, 5))):
        params, tasks = some_tasks(rng, 1)
        got = gradient_after(meta_gradient, plain(params), [plain(t) for t in tasks], 0.1, steps)
        expect_hidden(got, nudged(params, tasks, 0.1, steps), about, rtol=1e-3, atol=1e-4)


@graded("first order: the query gradient where the adaptation ended", points=0.5)
def test_first_order_public(meta_gradient):
    expect(
        "meta_gradient from W = 1, b = 0, support (1, 3), query (2, 5), alpha = 0.125, "
        "first_order=True",
        gradient_after(meta_gradient, START, [ONE], 0.125, 1, True),
        [[[-6.0]], [-3.0]],  # error -1.5 at x = 2: 2 * -1.5 * 2 and 2 * -1.5
        "pass first_order on, from meta_gradient to meta_loss and from there to inner_update; "
        "-3.75 and -0.75 is the second-order gradient. None: params were not watched, or the path "
        "to them is cut. If a check above or one of section 2 fails, mend that first.",
    )


@graded("first order, other tasks", points=0.5, hidden=True)
def test_first_order_hidden(meta_gradient):
    params, [task] = some_tasks(draw("first_order"), 1)
    gradient = slopes(params, task[0], task[1])
    adapted = [p - 0.1 * g for p, g in zip(params, gradient, strict=True)]
    about = "The first-order meta-gradient is off; read section 3 again."
    got = gradient_after(meta_gradient, plain(params), [plain(task)], 0.1, 1, True)
    expect_hidden(got, plain(slopes(adapted, task[2], task[3])), about, rtol=1e-3, atol=1e-4)
