"""a06_q5_other_axes: the same formula, averaged over something else than the batch."""

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, tensor

OK_FORMAT = False
name = "a06_q5_other_axes"
section = "5. Other axes: layer and group norm"
outcome, co, po, part = "LO-3", ["CO-2", "CO-3"], ["PO-1", "PO-3"], "practical"


def standardized(values, eps):
    """Return an array with mean 0 over all of its elements, in float64."""
    return (values - values.mean()) / np.sqrt(values.var() + eps)


def grouped(x, groups, eps):
    """Return x with each group of each example standardized, by slices."""
    y, width = np.array(x, dtype="float64"), x.shape[-1] // groups
    for example in y:
        for first in range(0, x.shape[-1], width):
            group = example[..., first : first + width]
            group[...] = standardized(group, eps)
    return y


@graded("layer norm: each example and position by itself, over its channels", points=0.5)
def test_layer_public(layer_norm):
    cause = "mean and variance are over the last axis only, one for each row."
    expect(
        "layer_norm([[1, 3], [10, 30]], gamma=[2, 1], beta=[0, 5], 1e-6)",
        layer_norm(
            tensor([[1.0, 3.0], [10.0, 30.0]]), tensor([2.0, 1.0]), tensor([0.0, 5.0]), 1e-6
        ),
        [[-2.0, 6.0], [-2.0, 6.0]],
        cause,
    )
    expect(
        "layer_norm of one image, 1 x 2 pixels, [[[[1, 3], [10, 30]]]]",
        layer_norm(
            tensor([[[[1.0, 3.0], [10.0, 30.0]]]]), tensor([1.0, 1.0]), tensor([0.0, 0.0]), 1e-6
        ),
        [[[[-1.0, 1.0], [-1.0, 1.0]]]],
        f"{cause} Every pixel has its own mean.",
    )


@graded("layer norm of other batches and sequences", points=0.5, hidden=True)
def test_layer_hidden(layer_norm):
    rng = draw("layer")
    gamma, beta = rng.uniform(1, 2, size=(2, 5))
    about = "Layer norm does not average over the right axes; read section 5 again."
    for shape in ((4, 5), (2, int(rng.integers(2, 6)), 5)):
        x = rng.normal(size=shape) * 3 + 2
        want = np.array([standardized(row, 1e-6) for row in x.reshape(-1, 5)]).reshape(shape)
        got = layer_norm(tensor(x), tensor(gamma), tensor(beta), 1e-6)
        expect_hidden(got, gamma * want + beta, about, rtol=1e-3, atol=1e-3)


@graded("group norm: neighbouring channels share a mean", points=0.5)
def test_group_public(group_norm):
    expect(
        "group_norm([[1, 3, 100, 300, 5, 9]], gamma=[1, 2, 3, 4, 5, 6], beta=0, groups=3, 1e-6)",
        group_norm(
            tensor([[1.0, 3.0, 100.0, 300.0, 5.0, 9.0]]),
            tensor([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]),
            tensor([0.0] * 6),
            3,
            1e-6,
        ),
        [[-1.0, 2.0, -3.0, 4.0, -5.0, 6.0]],
        "3 groups of 2 neighbours: channels 0 and 1, 2 and 3, 4 and 5. gamma is per channel.",
    )


@graded("other numbers of groups, several examples", points=0.5, hidden=True)
def test_group_hidden(group_norm):
    rng = draw("group")
    x = rng.normal(size=(3, 12)) * 2 + np.arange(12)
    gamma, beta = rng.uniform(1, 2, size=(2, 12))
    about = "Group norm does not group neighbouring channels; read section 5 again."
    for groups in (2, 3, 4):
        got = group_norm(tensor(x), tensor(gamma), tensor(beta), groups, 1e-6)
        expect_hidden(got, gamma * grouped(x, groups, 1e-6) + beta, about, rtol=1e-3, atol=1e-3)


@graded("group norm of images: positions share the mean of their group", points=0.5)
def test_positions_public(group_norm):
    expect(
        "group_norm of one image, 1 x 2 pixels, [[[[1, 10], [5, 30]]]], groups=2",
        group_norm(
            tensor([[[[1.0, 10.0], [5.0, 30.0]]]]), tensor([1.0, 1.0]), tensor([0.0, 0.0]), 2, 1e-6
        ),
        [[[[-1.0, -1.0], [1.0, 1.0]]]],  # channel 0: 1 and 5; channel 1: 10 and 30
        "average over the positions too, but not over the batch.",
    )


@graded("larger images, one group and as many as channels", points=0.5, hidden=True)
def test_positions_hidden(group_norm):
    rng = draw("positions")
    x = rng.normal(size=(2, int(rng.integers(2, 5)), 3, 4)) * 2 + 1
    about = "Group norm does not average over the positions of an image; read section 5 again."
    for groups in (1, 4):
        got = group_norm(tensor(x), tensor([1.0] * 4), tensor([0.0] * 4), groups, 1e-6)
        expect_hidden(got, grouped(x, groups, 1e-6), about, rtol=1e-3, atol=1e-3)


@graded("epsilon is added to the variance in both", points=0.5)
def test_epsilon_public(layer_norm, group_norm):
    cause = "divide by sqrt(variance + eps): sqrt(1 + 3) = 2 here."
    x, ones, zeros = tensor([[2.0, 4.0], [7.0, 7.0]]), tensor([1.0, 1.0]), tensor([0.0, 0.0])
    want = [[-0.5, 0.5], [0.0, 0.0]]
    got = layer_norm(x, ones, zeros, 3.0)
    expect("layer_norm([[2, 4], [7, 7]], [1, 1], [0, 0], eps=3)", got, want, cause)
    got = group_norm(x, ones, zeros, 1, 3.0)
    expect("group_norm([[2, 4], [7, 7]], [1, 1], [0, 0], groups=1, eps=3)", got, want, cause)


@graded("other epsilons", points=0.5, hidden=True)
def test_epsilon_hidden(layer_norm, group_norm):
    rng = draw("epsilon")
    x, eps = rng.normal(size=(3, 4)), float(rng.uniform(0.5, 2))
    want = np.array([standardized(row, eps) for row in x])
    about = "Epsilon is not where it should be; read section 5 again."
    ones, zeros = tensor([1.0] * 4), tensor([0.0] * 4)
    expect_hidden(layer_norm(tensor(x), ones, zeros, eps), want, about, rtol=1e-3, atol=1e-4)
    expect_hidden(group_norm(tensor(x), ones, zeros, 1, eps), want, about, rtol=1e-3, atol=1e-4)
