"""a12_q4_meta_update: one step of the start, against the mean gradient of a batch of tasks."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a12_q4_meta_update"
section = "4. Improve the start: the outer loop"
outcome, co, po, part = "LO-4", ["CO-2", "CO-3"], ["PO-3", "PO-4"], "practical"

START = [[[1.0]], [0.0]]  # W and b of f(x) = x
ONE = ([[1.0]], [[3.0]], [[2.0]], [[5.0]])  # support point (1, 3), query point (2, 5)
TWO = ([[1.0]], [[-1.0]], [[2.0]], [[1.5]])  # support point (1, -1), query point (2, 1.5)
# adapted on the point (1, 3) by 2, 1 and 0 steps: gradients (-4, -4), then (-2, -2)
ADAPTED = [[[[1.75]], [0.75]], [[[1.5]], [0.5]], START]


@probe
def stepped(meta_step, params, gradient, beta):
    """Return what meta_step gives, and the list that it was given, after the call."""
    import numpy as np
    import tensorflow as tf

    given = [tf.constant(p, "float64") for p in params]
    moved = meta_step(given, [tf.constant(g, "float64") for g in gradient], beta)
    return {
        "result": [np.asarray(p).tolist() for p in moved],
        "given": [np.asarray(p).tolist() for p in given],
    }


@probe
def trained(MAML, params, batches, settings):
    """Return the parameters of a MAML object after one update with each batch of tasks."""
    from typing import NamedTuple

    import numpy as np
    import tensorflow as tf

    class Task(NamedTuple):
        x_support: np.ndarray
        y_support: np.ndarray
        x_query: np.ndarray
        y_query: np.ndarray

    maml = MAML([tf.constant(p, "float64") for p in params], **settings)
    eager = tf.config.functions_run_eagerly()
    tf.config.run_functions_eagerly(True)  # a few small updates: compiling would take longer
    try:
        for batch in batches:
            maml.update([Task(*map(np.asarray, task)) for task in batch])
    finally:
        tf.config.run_functions_eagerly(eager)
    return [np.asarray(p).tolist() for p in maml.params]


@probe
def adapted(MAML, params, x, y, settings, steps):
    """Return what adapt gives for each number of steps in turn, and the start after all that."""
    import numpy as np
    import tensorflow as tf

    maml = MAML([tf.constant(p, "float64") for p in params], **settings)
    x, y = np.asarray(x), np.asarray(y)
    found = [[np.asarray(p).tolist() for p in maml.adapt(x, y, count)] for count in steps]
    return {"adapted": found, "start": [np.asarray(p).tolist() for p in maml.params]}


def design(x):
    """Return the inputs with a last column of ones, which multiplies the bias."""
    return np.hstack([x, np.ones((len(x), 1))])


def slope(theta, x, y):
    """Return the gradient of the mean squared error of a linear model; theta ends in the bias."""
    return 2 * design(x).T @ (design(x) @ theta - y) / len(x)


def descend(theta, task, alpha, steps):
    """Return the linear model after some inner steps on the support set."""
    for _ in range(steps):
        theta = theta - alpha * slope(theta, task[0], task[1])
    return theta


def meta_slope(theta, tasks, alpha, steps, first_order=False):
    """Return the meta-gradient in closed form: the Hessian of a linear model is constant."""
    found = []
    for task in tasks:
        X = design(task[0])
        factor = np.eye(len(theta)) - alpha * 2 * X.T @ X / len(X)
        back = np.eye(len(theta)) if first_order else np.linalg.matrix_power(factor, steps)
        found.append(back @ slope(descend(theta, task, alpha, steps), task[2], task[3]))
    return np.mean(found, axis=0)


def some_tasks(rng, count):
    """Return a random linear model of two inputs, and tasks."""
    tasks = []
    for _ in range(count):
        x, y = rng.uniform(-1.5, 1.5, size=(9, 2)), 2 + rng.normal(size=(9, 1))
        tasks.append((x[:5], y[:5], x[5:], y[5:]))
    return rng.normal(size=(3, 1)), tasks


def as_params(theta):
    """Return a linear model as [W, b]."""
    return [theta[:-1].tolist(), theta[-1].tolist()]


def plain(tasks):
    """Return tasks as lists."""
    return [tuple(part.tolist() for part in task) for task in tasks]


@graded("the meta-step: against the gradient, times beta", points=0.5)
def test_step_public(meta_step):
    call = "meta_step([[1, 2], [3]], [[4, -4], [2]], beta=0.5)"
    got = stepped(meta_step, [[1.0, 2.0], [3.0]], [[4.0, -4.0], [2.0]], 0.5)
    cause = "theta - beta * gradient, for each tensor."
    expect(call, got.get("result"), [[-1.0, 4.0], [2.0]], cause)
    cause = "build a new list; the caller still needs the old one."
    expect(f"the list of parameters after {call}", got.get("given"), [[1.0, 2.0], [3.0]], cause)


@graded("other shapes, other rates", points=0.5, hidden=True)
def test_step_hidden(meta_step):
    rng = draw("step")
    shapes, beta = ((2, 3), (3,), ()), float(rng.uniform(0.1, 0.9))
    params, gradient = ([rng.normal(size=s) for s in shapes] for _ in range(2))
    given, slopes = ([p.tolist() for p in part] for part in (params, gradient))
    want = [(p - beta * g).tolist() for p, g in zip(params, gradient, strict=True)]
    about = "The meta-step is off, or changes what it is given; read section 4 again."
    got = stepped(meta_step, given, slopes, beta)
    expect_hidden(got, {"result": want, "given": given}, about, rtol=1e-4)


@graded("an update is one step against the mean gradient of the batch", points=0.5)
def test_update_public(MAML):
    settings = {"alpha": 0.125, "beta": 0.5}
    call = "MAML with alpha = 0.125, beta = 0.5 from W = 1, b = 0, one update"
    cause = (
        "one step of the start, by beta times the mean gradient of the whole batch, stored in "
        "self.params. If a check above or one of section 3 fails, mend that first. "
    )
    # the meta-gradient of this task at this start, from section 3: (-3.75, -0.75)
    expect(
        f"params of {call}, one task: support (1, 3), query (2, 5)",
        trained(MAML, START, [[ONE]], settings),
        [[[2.875]], [0.375]],
        f"{cause}1.46875 for W means that alpha was taken for beta, 1 that nothing was stored.",
    )
    # the second task adapts to W = 0.5, b = -0.5, query error -1, gradient (-4, -2), times
    # [[0.75, -0.25], [-0.25, 0.75]]: (-2.5, -0.5); mean of the two: (-3.125, -0.625)
    expect(
        f"params of {call}, with a second task: support (1, -1), query (2, 1.5)",
        trained(MAML, START, [[ONE, TWO]], settings),
        [[[2.5625]], [0.3125]],
        f"{cause}1.078 and 0.016 mean one step for each task.",
    )


@graded("other batches", points=0.5, hidden=True)
def test_update_hidden(MAML):
    rng = draw("update")
    about = "An update does not move the start as it should; read section 4 again."
    theta, tasks = some_tasks(rng, int(rng.integers(3, 6)))
    settings = {"alpha": 0.05, "beta": float(rng.uniform(0.2, 0.4))}
    want = theta - settings["beta"] * meta_slope(theta, tasks, 0.05, 1)
    got = trained(MAML, as_params(theta), [plain(tasks)], settings)
    expect_hidden(got, as_params(want), about, rtol=1e-3, atol=1e-4)


@graded("the next update goes on from where the last one ended", points=0.5)
def test_again_public(MAML):
    # W = 1, b = 0: gradient (-3.75, -0.75), W = 1.46875, b = 0.09375, support error -1.4375,
    # adapted W = 1.828125, b = 0.453125, query error -0.890625, gradient (-3.5625, -1.78125),
    # times (I - 0.125 H): (-2.2265625, -0.4453125)
    expect(
        "params from W = 1, b = 0 after two updates on one task, support (1, 3), query (2, 5), "
        "alpha = beta = 0.125",
        trained(MAML, START, [[ONE], [ONE]], {"alpha": 0.125, "beta": 0.125}),
        [[[1.7470703125]], [0.1494140625]],
        "the second update starts from the params that the first one stored; 1.46875 and "
        "0.09375 are those after the first. If one update fails, mend that first.",
    )


@graded("more updates, one after the other", points=0.5, hidden=True)
def test_again_hidden(MAML):
    theta, tasks = some_tasks(draw("again"), 4)
    about = "Updates in a row do not build on each other; read section 4 again."
    want = theta
    for task in tasks:
        want = want - 0.08 * meta_slope(want, [task], 0.08, 1)
    batches = [plain([task]) for task in tasks]
    got = trained(MAML, as_params(theta), batches, {"alpha": 0.08, "beta": 0.08})
    expect_hidden(got, as_params(want), about, rtol=1e-3, atol=1e-4)


@graded("an update uses the object's inner steps and its order", points=0.5)
def test_settings_public(MAML):
    settings = {"alpha": 0.125, "beta": 0.125}
    call = "params from W = 1, b = 0, alpha = beta = 0.125, one update on support (1, 3), query"
    # section 3: the second-order gradient through two steps is (-1.3125, 0.1875)
    expect(
        f"{call} (2, 5), steps=2",
        trained(MAML, START, [[ONE]], {**settings, "steps": 2}),
        [[[1.1640625]], [-0.0234375]],
        "if one update with one inner step is right: pass self.steps on, too.",
    )
    expect(
        f"{call} (2, 5), first_order=True",
        trained(MAML, START, [[ONE]], {**settings, "first_order": True}),
        [[[1.75]], [0.375]],  # first-order gradient (-6, -3)
        "if one second-order update is right: pass self.first_order on, too.",
    )


@graded("other settings", points=0.5, hidden=True)
def test_settings_hidden(MAML):
    rng = draw("settings")
    theta, tasks = some_tasks(rng, 1)
    about = "An update does not use the settings of its object; read section 4 again."
    for steps, first_order in ((0, False), (int(rng.integers(3, 5)), False), (2, True)):
        settings = {"alpha": 0.06, "beta": 0.06, "steps": steps, "first_order": first_order}
        want = theta - 0.06 * meta_slope(theta, tasks, 0.06, steps, first_order)
        got = trained(MAML, as_params(theta), [plain(tasks)], settings)
        expect_hidden(got, as_params(want), about, rtol=1e-3, atol=1e-4)


@graded("adapting gives new parameters and leaves the start alone", points=0.5)
def test_adapt_public(MAML):
    settings = {"alpha": 0.125, "beta": 0.5, "steps": 2}
    got = adapted(MAML, START, [[1.0]], [[3.0]], settings, [None, 1, 0])
    found, call = got.get("adapted"), "of MAML from W = 1, b = 0 with steps=2, point (1, 3)"
    cause = (
        "None stands for self.steps. If the last entry is not the start: 0 means 0, so test `is "
        "None`, not `or`. If each entry goes on from the one before: adapt must not store into "
        "self.params. If a check of section 2 fails, mend that first."
    )
    expect(f"adapt {call}, steps=None, then 1, then 0", found, ADAPTED, cause)
    cause = "adapted parameters serve one task: return them, do not store them."
    expect(f"params {call}, after adapting", got.get("start"), START, cause)


@graded("other points, other numbers of steps", points=0.5, hidden=True)
def test_adapt_hidden(MAML):
    rng = draw("adapt")
    theta, [task] = some_tasks(rng, 1)
    own, counts = int(rng.integers(2, 5)), [5, 0, None]
    settings = {"alpha": 0.07, "beta": 0.3, "steps": own}
    want = [as_params(descend(theta, task, 0.07, own if c is None else c)) for c in counts]
    about = "Adapting is off, or it moves the start; read section 4 again."
    [points] = plain([task])
    got = adapted(MAML, as_params(theta), points[0], points[1], settings, counts)
    wanted = {"adapted": want, "start": as_params(theta)}
    expect_hidden(got, wanted, about, rtol=1e-3, atol=1e-4)
