"""How the variance of a signal, and of its gradient, changes from layer to layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf


class Propagation(NamedTuple):
    """Variances of one pass through L layers; entry l - 1 belongs to layer l."""

    forward: np.ndarray  # Var(z_l), shape (L,)
    backward: np.ndarray  # Var(dL/dz_l), shape (L,)


def variance_propagation(
    initializer: Callable,
    widths: Sequence[int],
    activation: str | Callable = "linear",
    batch: int = 256,
    seed: int = 0,
) -> Propagation:
    """Send random signals through random layers, there and back.

    h_0 ~ N(0, 1), shape (batch, widths[0]);  z_l = h_{l-1} W_l,  h_l = f(z_l), l = 1..L;
    then a gradient dL/dz_L ~ N(0, 1) back to every z_l. No biases; float32. Signal and gradient
    come from ``np.random.default_rng(seed)``, in this order.

    Args:
        initializer: called as ``initializer((n_in, n_out))`` once for each layer. It must draw
            other values at every call: seed it with a ``keras.random.SeedGenerator``.
        widths: units of the input and of L layers, L + 1 integers of at least 1.
        activation: name known to ``keras.activations``, or a function. Defaults to linear.
        batch: number of random inputs, at least 1. Defaults to 256.
        seed: seed of signal and gradient. Defaults to 0.

    Returns:
        A ``Propagation``: population variances over all examples and units.

    Raises:
        ValueError: if there are fewer than two widths, or a width or ``batch`` is below 1; from
            Keras, if the activation is unknown.

    Example:
        >>> he = keras.initializers.HeNormal(seed=keras.random.SeedGenerator(0))
        >>> forward, backward = variance_propagation(he, [256] * 5, "relu")
        >>> forward.shape, backward.shape
        ((4,), (4,))

    Reference:
        X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural
        networks, 2010, equations 5 and 6: what is measured here, predicted for linear layers.
    """
    if len(widths) < 2 or not min(*widths, batch) >= 1:
        raise ValueError(
            "widths must hold at least two; they and batch must be at least 1. "
            f"Received: widths={list(widths)}, batch={batch}."
        )
    f = keras.activations.get(activation)
    rng = np.random.default_rng(seed)
    h = tf.constant(rng.normal(size=(batch, widths[0])), tf.float32)
    gradient = tf.constant(rng.normal(size=(batch, widths[-1])), tf.float32)  # dL/dz_L
    # BEGIN SOLUTION
    z = []
    with tf.GradientTape() as tape:
        tape.watch(h)
        for l in range(1, len(widths)):
            z.append(h @ initializer((widths[l - 1], widths[l])))
            h = f(z[-1])
    gradients = tape.gradient(z[-1], z, output_gradients=gradient)
    return Propagation(
        forward=np.array([np.var(values) for values in z]),
        backward=np.array([np.var(values) for values in gradients]),
    )
    # END SOLUTION
