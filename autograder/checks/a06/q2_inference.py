"""a06_q2_inference: remembered statistics, and how they are remembered."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, tensor

OK_FORMAT = False
name = "a06_q2_inference"
section = "2. The exam has no batch"
outcome, co, po, part = "LO-3", ["CO-1", "CO-2"], ["PO-1", "PO-2"], "practical"


def ask(batch_norm_infer, *arrays_and_eps):
    """Return what the student's function makes of x, gamma, beta, mean, variance and eps."""
    *arrays, eps = arrays_and_eps
    return batch_norm_infer(*(tensor(array) for array in arrays), eps)


@graded("inference uses the given mean and variance, then scale and shift", points=0.5)
def test_infer_public(batch_norm_infer):
    call = "batch_norm_infer([[6, 0], [8, 0]], gamma=[2, 1], beta=[1, 0], mean=[4, -3], ...)"
    x = [[6.0, 0.0], [8.0, 0.0]]
    expect(
        f"{call} with variance=[4, 9]",
        ask(batch_norm_infer, x, [2.0, 1.0], [1.0, 0.0], [4.0, -3.0], [4.0, 9.0], 1e-6),
        [[3.0, 1.0], [5.0, 1.0]],  # 2 * (6 - 4) / 2 + 1 = 3
        "use the mean and variance that are passed in, not those of x; divide by the root.",
    )


@graded("one example alone, images, other statistics", points=0.5, hidden=True)
def test_infer_hidden(batch_norm_infer):
    rng = draw("infer")
    about = "Inference does not use the given statistics; read section 2 again."
    for shape in ((1, 3), (2, 2, 3, 3)):
        x = rng.normal(size=shape) * 2
        gamma, variance = rng.uniform(2, 4, size=(2, 3))
        beta, mean = rng.uniform(0.5, 2, size=(2, 3))
        want = gamma * (x - mean) / np.sqrt(variance) + beta
        got = ask(batch_norm_infer, x, gamma, beta, mean, variance, 1e-6)
        expect_hidden(got, want, about, rtol=1e-3, atol=1e-4)


@graded("epsilon is added to the variance, under the root", points=0.5)
def test_epsilon_public(batch_norm_infer):
    expect(
        "batch_norm_infer([[4, 1]], [1, 1], [0, 0], mean=[0, 0], variance=[1, 0], eps=3)",
        ask(batch_norm_infer, [[4.0, 1.0]], [1.0, 1.0], [0.0, 0.0], [0.0, 0.0], [1.0, 0.0], 3.0),
        [[2.0, 0.5773503]],  # 4 / sqrt(1 + 3) and 1 / sqrt(3)
        "divide by sqrt(variance + eps), with the same eps as in training.",
    )


@graded("other epsilons", points=0.5, hidden=True)
def test_epsilon_hidden(batch_norm_infer):
    eps = float(draw("epsilon").uniform(0.5, 3))
    about = "Epsilon is not where it should be; read section 2 again."
    y = ask(batch_norm_infer, [[2.0], [5.0]], [1.0], [0.0], [1.0], [0.5], eps)
    expect_hidden(y, [[1 / (0.5 + eps) ** 0.5], [4 / (0.5 + eps) ** 0.5]], about, rtol=1e-4)


@graded("the moving average keeps `momentum` of the past", points=0.5)
def test_moving_public(update_moving):
    expect(
        "update_moving([0, 1], [10, 3], momentum=0.9)",
        update_moving(tensor([0.0, 1.0]), tensor([10.0, 3.0]), momentum=0.9),
        [1.0, 1.2],  # 0.9 * 0 + 0.1 * 10 and 0.9 * 1 + 0.1 * 3
        "momentum is the weight of the old value, 1 - momentum that of the batch.",
    )


@graded("several batches in a row", points=0.5, hidden=True)
def test_moving_hidden(update_moving):
    rng = draw("moving")
    momentum, values = float(rng.uniform(0.6, 0.95)), rng.uniform(1, 5, size=(4, 2))
    moving = tensor([0.0, 1.0])
    for value in values:
        moving = tensor(update_moving(moving, tensor(value), momentum))
    # what each batch still weighs after those that followed it; the start, after all four
    weights = (1 - momentum) * momentum ** np.arange(3, -1, -1)
    want = weights @ values + momentum**4 * np.array([0.0, 1.0])
    about = "The moving average is off after some batches; read section 2 again."
    expect_hidden(moving, want, about, rtol=1e-4)
