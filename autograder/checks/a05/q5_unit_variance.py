"""a05_q5_unit_variance: measure a layer's variance, and divide it out."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a05_q5_unit_variance"
section = "5. Do not compute it, measure it"
outcome, co, po, part = "LO-2", ["CO-2", "CO-3"], ["PO-2", "PO-3"], "practical"

LEFT, RIGHT = [[-1.0], [1.0]], [[1.0], [3.0]]  # both of variance 1; the second of mean 2


@probe
def rescale(scale_to_unit_variance, kernel, inputs, activation="linear", **options):
    """Rescale a dense layer with this kernel; return the report's numbers and the kernel."""
    import keras
    import numpy as np

    kernel = np.asarray(kernel, dtype="float32")
    layer = keras.layers.Dense(kernel.shape[1], activation=activation)
    layer.build((None, kernel.shape[0]))
    layer.kernel.assign(kernel)
    inputs = keras.ops.convert_to_tensor(np.asarray(inputs, dtype="float32"))
    _, start, variance, iterations, converged = scale_to_unit_variance(layer, inputs, **options)
    return {
        "start": float(start),
        "variance": float(variance),
        "iterations": int(iterations),
        "converged": bool(converged),
        "kernel": np.asarray(layer.kernel),
    }


@graded("the kernel is divided until the output has the target variance", points=0.5)
def test_target_public(scale_to_unit_variance):
    got = rescale(scale_to_unit_variance, [[3.0]], LEFT, target=4.0)
    call = "kernel 3, inputs -1 and 1 (output variance 9), target=4"
    # 3 / sqrt(9 / 4) = 2
    cause = "divide the kernel by sqrt(variance / target); a variance grows with the square."
    expect(f"kernel afterwards, {call}", got["kernel"], [[2.0]], cause, rtol=1e-4)
    want = {"start": 9.0, "variance": 4.0, "iterations": 1, "converged": True}
    expect(f"report, {call}", got, want, cause, rtol=1e-4)


@graded("other kernels and targets", points=0.5, hidden=True)
def test_target_hidden(scale_to_unit_variance):
    rng = draw("target")
    kernel, x = rng.normal(size=(5, 3)) * 4, rng.normal(size=(20, 5))
    x -= x.mean(axis=0)  # the output then has mean 0: its mean square is its variance
    target, start = float(rng.uniform(2, 5)), float(np.var(x @ kernel))
    got = rescale(scale_to_unit_variance, kernel, x, target=target, tolerance=0.01)
    about = "The kernel is not scaled to the target variance; read section 5 again."
    expect_hidden(got["kernel"], kernel * np.sqrt(target / start), about, rtol=1e-3, atol=1e-4)
    expect_hidden(got["start"], start, about, rtol=1e-3)


@graded("the variance counts, not the mean square", points=0.5)
def test_mean_public(scale_to_unit_variance):
    got = rescale(scale_to_unit_variance, [[2.0]], RIGHT)
    call = "kernel 2, inputs 1 and 3 (outputs 2 and 6: variance 4, mean square 20)"
    cause = "measure with output_variance, which subtracts the mean, not with the mean square."
    expect(f"kernel afterwards, {call}", got["kernel"], [[1.0]], cause, rtol=1e-4)


@graded("inputs that are far from 0", points=0.5, hidden=True)
def test_mean_hidden(scale_to_unit_variance):
    rng = draw("mean")
    kernel, x = rng.uniform(1, 3, size=(4, 2)), rng.normal(size=(30, 4)) + 3
    got = rescale(scale_to_unit_variance, kernel, x)
    want = kernel / np.std(x @ kernel)
    about = "A layer whose output has a mean is scaled wrongly; read section 5 again."
    expect_hidden(got["kernel"], want, about, rtol=1e-3)


@graded("before the activation, unless after_activation=True", points=0.5)
def test_activation_public(scale_to_unit_variance):
    # soft_shrink moves z by 1/2 towards 0: odd, so that its output has mean 0, and not linear
    call = "a soft_shrink layer with kernel 4 and inputs -1 and 1"
    cause = "pass after_activation on to output_variance, each time you measure."
    got = rescale(scale_to_unit_variance, [[4.0]], LEFT, "soft_shrink")
    expect(f"kernel afterwards, {call}", got["kernel"], [[1.0]], cause, rtol=1e-4)
    got = rescale(scale_to_unit_variance, [[4.0]], LEFT, "soft_shrink", after_activation=True)
    # w <- w / (w - 1/2): 4, 1.1429, 1.7778, 1.3913, 1.5610, 1.4713; then (w - 1/2)^2 = 0.943
    call += ", after_activation=True"
    cause = "it is not linear, so one division is not enough: measure on that side, divide again."
    expect(f"report, {call}", got, {"iterations": 5, "converged": True}, cause)
    expect(f"kernel afterwards, {call}", got["kernel"], [[1.4713]], cause, rtol=1e-3)


@graded("other layers, before and after the activation", points=0.5, hidden=True)
def test_activation_hidden(scale_to_unit_variance):
    rng = draw("activation")
    kernel, x = rng.normal(size=(6, 4)), rng.normal(size=(40, 6))
    x = np.concatenate([x, -x])  # every output has mean 0
    about = "What is measured is not the side of the activation; read section 5 again."
    got = rescale(scale_to_unit_variance, kernel, x, "soft_shrink", tolerance=0.01)
    expect_hidden(got["kernel"], kernel / np.std(x @ kernel), about, rtol=0.01)
    options = {"after_activation": True, "max_iterations": 30}
    got = rescale(scale_to_unit_variance, kernel, x, "soft_shrink", **options)
    expect_hidden(got["converged"], True, about)
    z = x @ got["kernel"]
    after = np.sign(z) * np.maximum(np.abs(z) - 0.5, 0)
    expect_hidden(np.var(after), 1.0, about, rtol=0, atol=0.101)


@graded("a layer within the tolerance is left alone", points=0.5)
def test_tolerance_public(scale_to_unit_variance):
    got = rescale(scale_to_unit_variance, [[1.2]], LEFT, tolerance=0.5)
    call = "kernel 1.2, inputs -1 and 1 (output variance 1.44), tolerance=0.5"
    cause = "look before you divide: 1.44 is within 0.5 of 1, so there is nothing to do."
    expect(f"kernel afterwards, {call}", got["kernel"], [[1.2]], cause)
    want = {"variance": 1.44, "iterations": 0, "converged": True}
    expect(f"report, {call}", got, want, cause, rtol=1e-4)


@graded("other layers within their tolerance", points=0.5, hidden=True)
def test_tolerance_hidden(scale_to_unit_variance):
    weight = float(draw("tolerance").uniform(1.05, 1.3))
    about = "A layer that is good enough is changed; read section 5 again."
    got = rescale(scale_to_unit_variance, [[weight]], LEFT, tolerance=0.8)
    expect_hidden(got["kernel"], [[weight]], about)
    want = {"variance": weight**2, "iterations": 0, "converged": True}
    expect_hidden(got, want, about, rtol=1e-4)


@graded("a layer that cannot get there keeps the kernel it came with", points=0.5)
def test_out_of_reach_public(scale_to_unit_variance):
    got = rescale(scale_to_unit_variance, [[1.5]], LEFT, "sigmoid", after_activation=True)
    call = "a sigmoid layer with kernel 1.5, after_activation=True"
    cause = (
        "a sigmoid's output has a variance of at most 1/4: after max_iterations divisions put the "
        "kernel back, and report the variance that goes with it."
    )
    expect(f"kernel afterwards, {call}", got["kernel"], [[1.5]], cause)
    # sigmoid(1.5) and sigmoid(-1.5) lie 0.635149 apart; half of that, squared
    want = {"start": 0.100854, "variance": 0.100854, "iterations": 10, "converged": False}
    expect(f"report, {call}", got, want, cause, rtol=1e-3)
    got = rescale(scale_to_unit_variance, [[1.5]], [[0.0], [0.0]])
    want = {"start": 0.0, "variance": 0.0, "iterations": 0, "converged": False}
    call = "a linear layer whose inputs are all 0"
    cause = "where the variance is 0, NaN or infinite, stop: dividing by it means nothing."
    expect(f"kernel afterwards, {call}", got["kernel"], [[1.5]], cause)
    expect(f"report, {call}", got, want, cause)


@graded("other layers that cannot get there", points=0.5, hidden=True)
def test_out_of_reach_hidden(scale_to_unit_variance):
    rng = draw("out of reach")
    kernel, x = rng.normal(size=(4, 2)), rng.normal(size=(20, 4))
    about = "A layer that cannot reach the target is left in a bad state; read section 5 again."
    got = rescale(scale_to_unit_variance, kernel, x, "tanh", target=3.0, after_activation=True)
    start = float(np.var(np.tanh(x @ kernel)))
    expect_hidden(got["kernel"], kernel, about)
    want = {"start": start, "variance": start, "iterations": 10, "converged": False}
    expect_hidden(got, want, about, rtol=1e-3)
