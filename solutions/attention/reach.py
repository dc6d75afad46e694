"""How far back the gradient of the last output reaches."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import tensorflow as tf


def gradient_reach(model: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor) -> np.ndarray:
    """Return how strongly the last output depends on the input of each time step.

    reach[t] = mean over the batch of || d y_T / d x_t ||, the Frobenius norm of the (d_out, d_in)
    Jacobian of the last output y_T with respect to the input at t

    Args:
        model: maps inputs (batch, T, d_in) to outputs (batch, T, d_out) and treats the sequences
            of a batch independently; a Keras model, a layer or a function.
        x: inputs of shape (batch, T, d_in).

    Returns:
        Array of shape (T,). An output that does not depend on the inputs has reach 0.

    Raises:
        ValueError: if ``x`` is not of rank 3.

    Example:
        >>> reach = gradient_reach(lambda x: tf.cumsum(x, axis=1) / 2, tf.ones((1, 3, 4)))
        >>> reach.tolist()  # each Jacobian is I / 2: sqrt(4 / 4)
        [1.0, 1.0, 1.0]

    Reference:
        The Jacobian whose size Pascanu, Mikolov and Bengio bound in "On the difficulty of training
        recurrent neural networks", ICML 2013, arXiv:1211.5063; its norm as a curve over t is this
        course's own picture of it.
    """
    x = tf.convert_to_tensor(x)
    if x.shape.rank != 3:
        raise ValueError(f"x must have the shape (batch, T, d_in). Received: {tuple(x.shape)}.")
    # BEGIN SOLUTION
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        last = model(x)[:, -1]  # (batch, d_out)
        components = tf.unstack(last, axis=-1)
    squares = tf.zeros(x.shape[:2], x.dtype)
    for component in components:
        row = tape.gradient(component, x, unconnected_gradients="zero")  # (batch, T, d_in)
        squares += tf.reduce_sum(tf.square(row), axis=-1)
    return tf.reduce_mean(tf.sqrt(squares), axis=0).numpy()
    # END SOLUTION
