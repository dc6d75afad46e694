"""a05_q4_propagation: what depth does to a variance, there and back."""

import itertools

import numpy as np

from autograder.kit import draw, expect, expect_hidden, graded, probe

OK_FORMAT = False
name = "a05_q4_propagation"
section = "4. Twenty layers later"
outcome, co, po, part = "LO-1", ["CO-1", "CO-2"], ["PO-2", "PO-4"], "practical"


@probe
def propagate(variance_propagation, kernels, activation, batch=16, seed=0):
    """Send signals through given kernels; return both lists and the shapes that were asked for."""
    import numpy as np
    import tensorflow as tf

    shapes = []

    def initializer(shape, *_, **__):
        shapes.append([int(n) for n in shape])
        return tf.constant(np.asarray(kernels[(len(shapes) - 1) % len(kernels)]), tf.float32)

    widths = [len(kernels[0])] + [len(kernel[0]) for kernel in kernels]
    forward, backward = variance_propagation(initializer, widths, activation, batch, seed)
    return {
        "forward": [float(v) for v in forward],
        "backward": [float(v) for v in backward],
        "shapes": shapes,
    }


def scaled(*factors):
    """Return kernels that multiply three numbers by a factor each."""
    return [(factor * np.eye(3)).tolist() for factor in factors]


def random_kernels(rng, widths):
    """Return random kernels for these widths."""
    return [
        rng.normal(size=shape, scale=shape[0] ** -0.5).tolist()
        for shape in itertools.pairwise(widths)
    ]


def by_hand(kernels, activation, batch, seed):
    """Return both lists of variances in float64, the gradient by the chain rule."""
    f, slope = {
        "linear": (lambda z: z, np.ones_like),
        "relu": (lambda z: np.maximum(z, 0), lambda z: (z > 0).astype(float)),
        "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    }[activation]
    kernels = [np.asarray(kernel) for kernel in kernels]
    rng = np.random.default_rng(seed)
    h = rng.normal(size=(batch, kernels[0].shape[0]))
    delta = rng.normal(size=(batch, kernels[-1].shape[1]))
    z = []
    for kernel in kernels:
        z.append(h @ kernel)
        h = f(z[-1])
    deltas = [delta]
    for kernel, before in zip(kernels[:0:-1], z[-2::-1], strict=True):
        deltas.insert(0, (deltas[0] @ kernel.T) * slope(before))
    return [v.var() for v in z], [d.var() for d in deltas]


@graded("forwards: the variance of every z, before the activation", points=1)
def test_forward_public(variance_propagation):
    got = propagate(variance_propagation, scaled(2, 3, -1, 5), "relu")["forward"]
    call = "forward for kernels 2 I, 3 I, -I, 5 I with ReLU"
    # z_2 = 6 relu(h_0) has no negative entry, so z_3 = -z_2; then relu(z_3) = 0 and z_4 = 0
    expect(f"number of entries of {call}", len(got), 4, "one entry for each layer, none for h_0.")
    cause = "record z_l = h_(l-1) W_l before you apply the activation, and go on with f(z_l)."
    expect(f"Var(z_3) / Var(z_2) of {call}", got[2] / got[1], 1.0, cause)
    expect(f"Var(z_4) of {call}", got[3], 0.0, cause)


@graded("forwards through random kernels", points=1, hidden=True)
def test_forward_hidden(variance_propagation):
    rng = draw("forward")
    about = "The variances of the signal are off; read section 4 again."
    for activation in ("relu", "tanh"):
        kernels, seed = random_kernels(rng, (5, 5, 5, 5)), int(rng.integers(1, 99))
        got = propagate(variance_propagation, kernels, activation, 12, seed)["forward"]
        want, _ = by_hand(kernels, activation, 12, seed)
        expect_hidden(got, want, about, rtol=1e-3)


@graded("backwards: the variance of every gradient, in the order of the layers", points=1)
def test_backward_public(variance_propagation):
    got = propagate(variance_propagation, scaled(7, 3, 5), "linear")["backward"]
    call = "backward / its last entry, for linear kernels 7 I, 3 I, 5 I"
    # dL/dz_2 = 5 dL/dz_3 and dL/dz_1 = 3 dL/dz_2; the first kernel plays no part
    expect(
        call,
        list(np.asarray(got) / got[-1]),
        [225.0, 25.0, 1.0],
        "take the gradient with respect to every z_l, start it with output_gradients=gradient, "
        "and let entry l - 1 belong to layer l.",
        rtol=1e-4,
    )


@graded("backwards through random kernels", points=1, hidden=True)
def test_backward_hidden(variance_propagation):
    rng = draw("backward")
    about = "The variances of the gradient are off; read section 4 again."
    for activation in ("linear", "tanh"):
        kernels, seed = random_kernels(rng, (6, 6, 6)), int(rng.integers(1, 99))
        got = propagate(variance_propagation, kernels, activation, 12, seed)["backward"]
        _, want = by_hand(kernels, activation, 12, seed)
        expect_hidden(got, want, about, rtol=1e-3)


@graded("every layer draws its own kernel, of its own shape", points=0.5)
def test_layers_public(variance_propagation):
    kernels = [np.full(shape, 0.5).tolist() for shape in ((2, 3), (3, 4))]
    got = propagate(variance_propagation, kernels, "linear")["shapes"]
    call = "the shapes that initializer is called with, for widths [2, 3, 4]"
    cause = "call initializer((widths[l - 1], widths[l])) once for each layer."
    expect(call, got, [[2, 3], [3, 4]], cause)


@graded("layers of different widths", points=0.5, hidden=True)
def test_layers_hidden(variance_propagation):
    rng = draw("layers")
    widths = [int(n) for n in rng.integers(2, 9, size=5)]
    kernels = random_kernels(rng, widths)
    want = [list(shape) for shape in itertools.pairwise(widths)]
    about = "The kernels are not drawn once for each layer; read section 4 again."
    expect_hidden(propagate(variance_propagation, kernels, "linear")["shapes"], want, about)
