"""a06_q1_batch_norm_train: each channel, with the statistics of its own batch."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, parts, tensor

OK_FORMAT = False
name = "a06_q1_batch_norm_train"
section = "1. A common scale"
outcome, co, po, part = "LO-3", ["CO-1", "CO-2"], ["PO-1", "PO-2"], "practical"

RETURNS = ("y", "mean", "variance")
# mean 3, variance 4 and mean 20, variance 100; without scale and shift: -1, -1, 1, 1; -1, 1, -1, 1
BATCH = [[1.0, 10.0], [1.0, 30.0], [5.0, 10.0], [5.0, 30.0]]


def ask(call, batch_norm_train, x, gamma, beta, eps):
    """Return the three things that the student's function gives for this batch."""
    answer = batch_norm_train(tensor(x), tensor(gamma), tensor(beta), eps)
    return parts(call, answer, RETURNS)


def oracle(x, gamma, beta, eps):
    """Return y in float64, channel by channel."""
    y = np.empty(np.shape(x))
    for channel in range(y.shape[-1]):
        values = np.float32(x)[..., channel].astype("float64")
        standard = (values - values.mean()) / np.sqrt(values.var() + eps)
        y[..., channel] = gamma[channel] * standard + beta[channel]
    return y


@graded("each channel gets mean beta and standard deviation gamma", points=0.5)
def test_value_public(batch_norm_train):
    call = "batch_norm_train([[1, 10], [1, 30], [5, 10], [5, 30]], gamma=[2, 0.5], beta=[1, -1])"
    y, _, _ = ask(call, batch_norm_train, BATCH, [2.0, 0.5], [1.0, -1.0], 1e-6)
    expect(
        f"y of {call}",
        y,
        [[-1.0, -1.5], [-1.0, -0.5], [3.0, -1.5], [3.0, -0.5]],
        "take mean and variance down each column; divide the squares by m = 4, not 3; "
        "multiply by gamma first, then add beta.",
    )


@graded("other batches, scales and shifts", points=0.5, hidden=True)
def test_value_hidden(batch_norm_train):
    rng = draw("value")
    x = rng.normal(size=(int(rng.integers(4, 9)), 3)) * [1, 5, 20] + [0, -10, 30]
    gamma, beta = rng.uniform(0.5, 3, size=3), rng.uniform(1, 2, size=3)
    about = "A batch is not normalized, scaled and shifted as it should be; read section 1 again."
    y, _, _ = ask(about, batch_norm_train, x, gamma, beta, 1e-6)
    expect_hidden(y, oracle(x, gamma, beta, 1e-6), about, rtol=1e-3, atol=1e-3)


@graded("a channel of an image batch has one mean, over images and positions", points=0.5)
def test_images_public(batch_norm_train):
    call = "a batch of two images, 1 x 2 pixels, 2 channels"
    images = [[[[1.0, 0.0], [5.0, 0.0]]], [[[1.0, 4.0], [5.0, 4.0]]]]
    y, mean, _ = ask(call, batch_norm_train, images, [1.0, 1.0], [0.0, 0.0], 1e-6)
    cause = "average over every axis but the last: the pixels of an image count as examples."
    # channel 0 holds 1, 5, 1, 5 and channel 1 holds 0, 0, 4, 4
    expect(f"mean of {call}", mean, [3.0, 2.0], cause)
    want = [[[[-1.0, -1.0], [1.0, -1.0]]], [[[-1.0, 1.0], [1.0, 1.0]]]]
    expect(f"y of {call}", y, want, cause)


@graded("images of other sizes, and sequences", points=0.5, hidden=True)
def test_images_hidden(batch_norm_train):
    rng = draw("images")
    about = "Batches with more than two axes are not handled; read section 1 again."
    for shape in ((3, int(rng.integers(2, 6)), 4, 2), (4, int(rng.integers(2, 6)), 2)):
        x = rng.normal(size=shape) * 3 + 1
        y, _, _ = ask(about, batch_norm_train, x, [1.0, 1.0], [0.0, 0.0], 1e-6)
        expect_hidden(y, oracle(x, [1, 1], [0, 0], 1e-6), about, rtol=1e-3, atol=1e-3)


@graded("epsilon is added to the variance, under the root", points=0.5)
def test_epsilon_public(batch_norm_train):
    call = "batch_norm_train([[2, 7], [4, 7]], gamma=[1, 1], beta=[0, 0], eps=3)"
    y, _, _ = ask(call, batch_norm_train, [[2.0, 7.0], [4.0, 7.0]], [1.0, 1.0], [0.0, 0.0], 3.0)
    expect(
        f"y of {call}",
        y,
        [[-0.5, 0.0], [0.5, 0.0]],  # sqrt(1 + 3) = 2; the second channel does not vary
        "divide by sqrt(variance + eps). Without eps a channel that does not vary is 0 / 0.",
    )


@graded("other epsilons, and a channel that does not vary", points=0.5, hidden=True)
def test_epsilon_hidden(batch_norm_train):
    rng = draw("epsilon")
    x = rng.normal(size=(6, 2))
    x[:, 1] = 2.0
    eps = float(rng.uniform(0.3, 2.0))
    about = "Epsilon is not where it should be; read section 1 again."
    y, _, _ = ask(about, batch_norm_train, x, [1.0, 1.0], [0.0, 0.0], eps)
    expect_hidden(y, oracle(x, [1, 1], [0, 0], eps), about, rtol=1e-3, atol=1e-4)


@graded("mean and population variance are returned beside y", points=0.5)
def test_statistics_public(batch_norm_train):
    call = "batch_norm_train([[1, 10], [1, 30], [5, 10], [5, 30]], ...)"
    _, mean, variance = ask(call, batch_norm_train, BATCH, [1.0, 1.0], [0.0, 0.0], 1e-6)
    expect(f"mean of {call}", mean, [3.0, 20.0], "one mean per channel, shape (channels,).")
    cause = "return the variance that you normalized with, divided by m, before eps and the root."
    expect(f"variance of {call}", variance, [4.0, 100.0], cause)


@graded("the statistics of another batch", points=0.5, hidden=True)
def test_statistics_hidden(batch_norm_train):
    x = draw("statistics").normal(size=(5, 3)) * 4 + 2
    about = "The mean or the variance that is returned is off; read section 1 again."
    _, mean, variance = ask(about, batch_norm_train, x, [1.0] * 3, [0.0] * 3, 0.5)
    want = [sum(x) / 5, sum((x - sum(x) / 5) ** 2) / 5]
    expect_hidden([mean, variance], want, about, rtol=1e-3, atol=1e-4)
