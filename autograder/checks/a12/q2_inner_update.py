"""a12_q2_inner_update: gradient steps that leave the way back to the start open."""

from itertools import pairwise

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe, tensor

OK_FORMAT = False
name = "a12_q2_inner_update"
section = "2. Ten minutes with the book: the inner loop"
outcome, co, po, part = "LO-4", ["CO-1", "CO-2"], ["PO-1", "PO-3"], "practical"


@probe
def start_slopes(inner_update, params, x, y, alpha, steps, weights, first_order):
    """Return d(sum of weights * adapted) / d(start): a tape around the inner loop."""
    import numpy as np
    import tensorflow as tf

    with tf.GradientTape() as tape:
        tape.watch(params)
        adapted = inner_update(list(params), x, y, alpha, steps, first_order)
        parts = [tf.reduce_sum(w * a) for w, a in zip(weights, adapted, strict=True)]
        total = tf.add_n(parts)
    slopes = tape.gradient(total, params)
    return [None if s is None else np.asarray(s).tolist() for s in slopes]


@probe
def before_and_after(inner_update, params, x, y, alpha, steps):
    """Return what is in the list of parameters after the call, once tensors, once variables."""
    import numpy as np
    import tensorflow as tf

    found = {}
    for kind, make in (("tensors", tf.constant), ("variables", tf.Variable)):
        given = [make(p) for p in params]
        adapted = inner_update(given, x, y, alpha, steps)
        found[kind] = [np.asarray(p).tolist() for p in given]
        found[f"adapted {kind}"] = [np.asarray(p).tolist() for p in adapted]
    return found


def slopes(params, x, y):
    """Return the gradient of the mean squared error, back through the layers by hand."""
    inputs, layers = [x], len(params) // 2
    for i in range(layers):
        output = inputs[-1] @ params[2 * i] + params[2 * i + 1]
        inputs.append(np.tanh(output) if i < layers - 1 else output)
    back, found = 2 * (inputs[-1] - y) / y.size, []
    for i in reversed(range(layers)):
        found = [inputs[i].T @ back, back.sum(axis=0), *found]
        back = back @ params[2 * i].T * (1 - inputs[i] ** 2)
    return found


def descend(params, x, y, alpha, steps):
    """Return the parameters after some steps of gradient descent."""
    for _ in range(steps):
        params = [p - alpha * s for p, s in zip(params, slopes(params, x, y), strict=True)]
    return params


def a_task(rng, sizes=(1, 3, 1)):
    """Return random parameters and points."""
    shapes = [shape for i, o in pairwise(sizes) for shape in ((i, o), (o,))]
    x = rng.uniform(-2, 2, size=(5, sizes[0]))
    return [rng.normal(size=s) for s in shapes], x, 3 + rng.normal(size=(5, sizes[-1]))


@graded("gradient descent on the support set: one step, several, none", points=1)
def test_steps_public(inner_update):
    params = [tensor([[2.0]]), tensor([1.0])]
    # f(1) = 3, f(3) = 7: both 2 too large; gradient (2*2*1 + 2*2*3) / 2 = 8 for W, 4 for b
    expect(
        "inner_update from W = 2, b = 1 on the points (1, 1), (3, 5), alpha = 0.125",
        inner_update(params, tensor([[1.0], [3.0]]), tensor([[1.0], [5.0]]), 0.125),
        [[[1.0]], [0.5]],  # 2 - 0.125 * 8, 1 - 0.125 * 4
        "params - alpha * gradient of task_loss; watch the tensors, or their gradients are None. "
        "If a check of section 1 fails, mend that first.",
    )
    params, x, y = [tensor([[1.0]]), tensor([0.0])], tensor([[1.0]]), tensor([[3.0]])
    call = "inner_update from W = 1, b = 0 on the point (1, 3), alpha = 0.125"
    # error -2, gradient -4 for both: W = 1.5, b = 0.5; error -1, gradient -2: 1.75, 0.75
    expect(
        f"{call}, steps=2",
        inner_update(list(params), x, y, 0.125, 2),
        [[[1.75]], [0.75]],
        "2 and 1 mean that the gradient of the start is used twice: take it anew in every step. "
        "1.5 and 0.5 mean that there was only one step.",
    )
    expect(
        f"{call}, steps=0",
        inner_update(list(params), x, y, 0.125, 0),
        [[[1.0]], [0.0]],
        "no step, no change: return the values of params.",
    )


@graded("other networks, other numbers of steps", points=1, hidden=True)
def test_steps_hidden(inner_update):
    rng = draw("steps")
    about = "The adapted parameters are off after some number of steps; read section 2 again."
    for sizes, steps in (((2, 1), 1), ((1, 3, 1), int(rng.integers(3, 6))), ((1, 3, 1), 0)):
        params, x, y = a_task(rng, sizes)
        alpha = float(rng.uniform(0.05, 0.1))
        got = inner_update([tensor(p) for p in params], tensor(x), tensor(y), alpha, steps)
        expect_hidden(got, descend(params, x, y, alpha, steps), about, rtol=1e-3, atol=1e-4)


@graded("a tape around the step reaches the start", points=0.5)
def test_differentiable_public(inner_update):
    params, x, y = [tensor([[1.0]]), tensor([0.0])], tensor([[1.0]]), tensor([[3.0]])
    weights = [tensor([[5.0]]), tensor([1.0])]
    # W' = W - 0.125 * 2 (W + b - 3), b' likewise: 5 W' + b' has slopes 5 - 0.25 * 6, 1 - 0.25 * 6
    expect(
        "the slopes of 5 W' + b' along W and b, one step on the point (1, 3), alpha = 0.125",
        start_slopes(inner_update, params, x, y, 0.125, 1, weights, False),
        [[[3.5]], [-0.5]],
        "None: the path to the start is cut (an assign, a new tf.Variable, NumPy). 5 and 1: the "
        "gradient is treated as a constant although first_order is False.",
    )


@graded("the slopes of a larger step", points=0.5, hidden=True)
def test_differentiable_hidden(inner_update):
    rng = draw("differentiable")
    x, y = rng.uniform(1, 2, size=(4, 2)), rng.normal(size=(4, 1))
    params, weights = rng.normal(size=3), rng.uniform(1, 2, size=3)
    design = np.hstack([x, np.ones((4, 1))])  # the last column multiplies the bias
    want = weights - 0.1 * 2 * design.T @ design @ weights / 4
    got = start_slopes(
        inner_update,
        [tensor(params[:2, None]), tensor(params[2:])],
        *(tensor(x), tensor(y), 0.1, 1),
        [tensor(weights[:2, None]), tensor(weights[2:])],
        False,
    )
    about = "A tape around the inner loop does not get the right slopes; read section 2 again."
    expect_hidden(got, [want[:2, None].tolist(), want[2:].tolist()], about, rtol=1e-3, atol=1e-4)


@graded("first order: the same values, but the gradient is a constant", points=0.5)
def test_first_order_public(inner_update):
    params, x, y = [tensor([[1.0]]), tensor([0.0])], tensor([[1.0]]), tensor([[3.0]])
    call = "one step on the point (1, 3), alpha = 0.125, first_order=True"
    expect(
        f"W' and b' after {call}",
        inner_update(list(params), x, y, 0.125, 1, True),
        [[[1.5]], [0.5]],  # error -2, gradient -4 for both
        "first_order changes no value.",
    )
    expect(
        f"the slopes of 5 W' + b' along W and b, {call}",
        start_slopes(inner_update, params, x, y, 0.125, 1, [tensor([[5.0]]), tensor([1.0])], True),
        [[[5.0]], [1.0]],
        "put tf.stop_gradient around the gradient, and around nothing else: W' = W - constant. "
        "None: the path to the start is cut (an assign, a new tf.Variable, NumPy, or a "
        "tf.stop_gradient around the new parameter).",
    )


@graded("first order with several steps", points=0.5, hidden=True)
def test_first_order_hidden(inner_update):
    rng = draw("first_order")
    params, x, y = a_task(rng)
    given, weights = [tensor(p) for p in params], [rng.uniform(1, 2, p.shape) for p in params]
    about = "With first_order=True the inner loop is off; read section 2 again."
    got = inner_update(list(given), tensor(x), tensor(y), 0.1, 1, True)
    expect_hidden(got, descend(params, x, y, 0.1, 1), about, rtol=1e-3, atol=1e-4)
    wanted = [tensor(w) for w in weights]
    got = start_slopes(inner_update, given, tensor(x), tensor(y), 0.1, 2, wanted, True)
    expect_hidden(got, [w.tolist() for w in weights], about, rtol=1e-3, atol=1e-4)


@graded("the parameters that are passed in stay as they were", points=0.5)
def test_untouched_public(inner_update):
    params, x, y = [tensor([[1.0]]), tensor([0.0])], tensor([[1.0]]), tensor([[3.0]])
    found = before_and_after(inner_update, params, x, y, 0.125, 1)
    for kind in ("tensors", "variables"):
        expect(
            f"the list of {kind} that was passed in, W = 1 and b = 0, after inner_update",
            found.get(kind),
            [[[1.0]], [0.0]],
            "the next task starts there too: make a new list of new tensors, and assign nothing.",
        )
        adapted = found.get(f"adapted {kind}")
        expect(
            f"the adapted {kind}, one step on the point (1, 3), alpha = 0.125",
            adapted,
            [[[1.5]], [0.5]],
            "if the first check fails, mend that first.",
        )


@graded("other parameters, more steps", points=0.5, hidden=True)
def test_untouched_hidden(inner_update):
    rng = draw("untouched")
    params, x, y = a_task(rng)
    params = [np.float32(p) for p in params]
    about = "The parameters that are passed in are changed; read section 2 again."
    given = [tensor(p) for p in params]
    found = before_and_after(inner_update, given, tensor(x), tensor(y), 0.1, 1)
    want, adapted = [p.tolist() for p in params], descend(params, x, y, 0.1, 1)
    for kind in ("tensors", "variables"):
        expect_hidden(found.get(kind), want, about)
        got = found.get(f"adapted {kind}")
        expect_hidden(got, [p.tolist() for p in adapted], about, rtol=1e-3, atol=1e-4)
