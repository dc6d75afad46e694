"""a06_q3_backward: every x moves the mean and the variance, so every x feels every dy."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, parts, tensor

OK_FORMAT = False
name = "a06_q3_backward"
section = "3. Back through the statistics"
outcome, co, po, part = "LO-3", ["CO-1", "CO-2"], ["PO-1", "PO-2"], "practical"

RETURNS = ("dx", "dgamma", "dbeta")
COLUMN = [[1.0], [1.0], [5.0], [5.0]]  # mean 3, variance 4, x_hat -1, -1, 1, 1


def ask(call, batch_norm_backward, dy, x, gamma, eps=1e-6):
    """Return the three gradients that the student's function gives."""
    answer = batch_norm_backward(tensor(dy), tensor(x), tensor(gamma), eps)
    return parts(call, answer, RETURNS)


def by_differences(dy, x, gamma, beta, eps, h=1e-5):
    """Return dx, dgamma, dbeta of the loss sum(dy * y), by central differences in float64."""

    def loss(x, gamma, beta):
        axes = tuple(range(x.ndim - 1))
        y = gamma * (x - x.mean(axes)) / np.sqrt(x.var(axes) + eps) + beta
        return np.sum(np.float32(dy).astype("float64") * y)

    at = [np.float32(part).astype("float64") for part in (x, gamma, beta)]
    gradients = [np.empty_like(part) for part in at]
    for part, gradient in zip(at, gradients, strict=True):
        for index in np.ndindex(part.shape):
            here = part[index]
            part[index] = here + h
            above = loss(*at)
            part[index] = here - h
            gradient[index] = (above - loss(*at)) / (2 * h)
            part[index] = here
    return gradients


def expect_both(about, batch_norm_backward, dy, x, eps):
    """Check dgamma and dbeta for this dy, and dx for the part of it that no statistic feels."""
    ones, axes = np.ones(x.shape[-1]), tuple(range(x.ndim - 1))
    got = ask(about, batch_norm_backward, dy, x, ones, eps)
    want = by_differences(dy, x, ones, 0 * ones, eps)
    expect_hidden(list(got[1:]), want[1:], about, rtol=1e-3, atol=1e-3)
    centred = x - x.mean(axes)
    dy = dy - dy.mean(axes)
    dy = dy - centred * (dy * centred).mean(axes) / x.var(axes)
    got = ask(about, batch_norm_backward, dy, x, ones, eps)
    want = by_differences(dy, x, ones, 0 * ones, eps)
    expect_hidden(got[0], want[0], about, rtol=1e-3, atol=1e-3)


@graded("dgamma and dbeta are sums over the batch", points=0.5)
def test_parameters_public(batch_norm_backward):
    call = "batch_norm_backward(dy=[[1], [2], [3], [4]], x=[[1], [1], [5], [5]], gamma=[7])"
    dy = [[1.0], [2.0], [3.0], [4.0]]
    _, dgamma, dbeta = ask(call, batch_norm_backward, dy, COLUMN, [7.0])
    cause = "beta is added to every y of its channel, so its gradient is the sum of their dy."
    expect(f"dbeta of {call}", dbeta, [10.0], cause)
    cause = "y = gamma * x_hat + beta, and x_hat is -1, -1, 1, 1 here: -1 - 2 + 3 + 4."
    expect(f"dgamma of {call}", dgamma, [4.0], cause)


@graded("dgamma and dbeta of other batches", points=0.5, hidden=True)
def test_parameters_hidden(batch_norm_backward):
    rng = draw("parameters")
    x, dy = rng.normal(size=(2, 6, 3)) * 2 + 1
    gamma = rng.uniform(2, 3, size=3)
    about = "dgamma or dbeta is off; read section 3 again."
    _, dgamma, dbeta = ask(about, batch_norm_backward, dy, x, gamma)
    want = by_differences(dy, x, gamma, np.zeros(3), 1e-6)[1:]
    expect_hidden([dgamma, dbeta], want, about, rtol=1e-3, atol=1e-3)


@graded("dx: directly, through the mean, and through the variance", points=1)
def test_dx_public(batch_norm_backward):
    call = "batch_norm_backward(dy=[[1], [1], [1], [1]], x=[[1], [1], [5], [5]], gamma=[6])"
    dx, _, _ = ask(call, batch_norm_backward, [[1.0]] * 4, COLUMN, [6.0])
    cause = (
        "add the same to every x and the mean takes it away again: y stays. So equal dy must "
        "cancel; the path through the mean is missing or off."
    )
    expect(f"dx of {call}", dx, [[0.0]] * 4, cause, atol=1e-4)
    call = "batch_norm_backward(dy=[[-1], [-1], [1], [1]], x=[[1], [1], [5], [5]], gamma=[6])"
    dx, _, _ = ask(call, batch_norm_backward, [[-1.0], [-1.0], [1.0], [1.0]], COLUMN, [6.0])
    cause = (
        "spread the x and the division takes it away again: y stays. So a dy along x_hat must "
        "cancel; the path through the variance is missing or off."
    )
    expect(f"dx of {call}", dx, [[0.0]] * 4, cause, atol=1e-4)
    call = "batch_norm_backward(dy=[[1], [2], [3], [4]], x=[[1], [1], [5], [5]], gamma=[6])"
    dx, _, _ = ask(call, batch_norm_backward, [[1.0], [2.0], [3.0], [4.0]], COLUMN, [6.0])
    # gamma / std = 3; what is left of dy: less its mean 2.5, less x_hat times 1
    cause = "two terms cancel as they should, so look at the factor in front of all."
    expect(f"dx of {call}", dx, [[-1.5], [1.5], [-1.5], [1.5]], cause, atol=1e-4)


@graded("dx for any dy, against differences of the forward pass", points=1, hidden=True)
def test_dx_hidden(batch_norm_backward):
    rng = draw("dx")
    x, dy = rng.normal(size=(2, int(rng.integers(5, 9)), 3)) * 2 + 0.5
    gamma = rng.uniform(2, 4, size=3)
    about = "dx does not agree with differences of the forward pass; read section 3 again."
    dx, _, _ = ask(about, batch_norm_backward, dy, x, gamma)
    want = by_differences(dy, x, gamma, np.zeros(3), 1e-6)[0]
    expect_hidden(dx, want, about, rtol=1e-3, atol=1e-3)


@graded("the same epsilon as in the forward pass", points=0.5)
def test_epsilon_public(batch_norm_backward):
    cause = "wherever the forward pass divides, it divides by sqrt(variance + eps), here 2."
    x = [[-1.0], [-1.0], [1.0], [1.0]]  # with eps = 3, x_hat is -0.5, -0.5, 0.5, 0.5
    call = "batch_norm_backward(dy=[[-4], [0], [0], [4]], x=[[-1], [-1], [1], [1]], gamma=[1], 3)"
    dy = [[-4.0], [0.0], [0.0], [4.0]]
    _, dgamma, _ = ask(call, batch_norm_backward, dy, x, [1.0], eps=3.0)
    expect(f"dgamma of {call}", dgamma, [4.0], cause)
    call = "batch_norm_backward(dy=[[1], [-1], [2], [-2]], x=[[-1], [-1], [1], [1]], gamma=[1], 3)"
    dy = [[1.0], [-1.0], [2.0], [-2.0]]  # mean(dy) and mean(dy * x_hat) are 0
    dx, _, _ = ask(call, batch_norm_backward, dy, x, [1.0], eps=3.0)
    expect(f"dx of {call}", dx, [[0.5], [-0.5], [1.0], [-1.0]], cause)


@graded("other epsilons", points=0.5, hidden=True)
def test_epsilon_hidden(batch_norm_backward):
    rng = draw("epsilon")
    x, dy = rng.normal(size=(2, 6, 2))
    eps = float(rng.uniform(1, 2))
    about = "Epsilon is not handled as in the forward pass; read section 3 again."
    expect_both(about, batch_norm_backward, dy, x, eps)


@graded("images: sums and means over every axis but the last", points=0.5)
def test_images_public(batch_norm_backward):
    cause = "pixels count as examples here too: m is batch times height times width."
    # x_hat is -1, 1, -1, 1 in channel 0 and -1, -1, 1, 1 in channel 1
    x = [[[[1.0, 0.0], [5.0, 0.0]]], [[[1.0, 4.0], [5.0, 4.0]]]]
    call = "batch_norm_backward of two images, 1 x 2 pixels, 2 channels, gamma=[1, 1]"
    dy = [[[[1.0, 4.0], [2.0, 0.0]]], [[[3.0, 0.0], [4.0, 0.0]]]]
    _, dgamma, dbeta = ask(call, batch_norm_backward, dy, x, [1.0, 1.0])
    expect(f"dbeta of {call}", dbeta, [10.0, 4.0], cause)
    expect(f"dgamma of {call}", dgamma, [2.0, -4.0], cause)
    dy = [[[[2.0, 2.0], [2.0, -2.0]]], [[[-2.0, 2.0], [-2.0, -2.0]]]]
    dx, _, _ = ask(call, batch_norm_backward, dy, x, [1.0, 1.0])
    # in both channels mean(dy) and mean(dy * x_hat) are 0, which leaves dy / 2
    want = [[[[1.0, 1.0], [1.0, -1.0]]], [[[-1.0, 1.0], [-1.0, -1.0]]]]
    expect(f"dx of {call}, dy is 2 or -2", dx, want, cause, atol=1e-4)


@graded("images of other sizes", points=0.5, hidden=True)
def test_images_hidden(batch_norm_backward):
    rng = draw("images")
    x, dy = rng.normal(size=(2, 2, int(rng.integers(2, 4)), 3, 2)) * 2
    about = "Images are not handled in the backward pass; read section 3 again."
    expect_both(about, batch_norm_backward, dy, x, 1e-6)
