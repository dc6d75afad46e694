"""The gradient highway, measured: what arrives at the output of each block."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf


def gradient_norms_per_block(model: keras.Sequential, x: Any, y: Any) -> np.ndarray:
    """Return the L2 norm of the loss gradient with respect to each block's output.

    ::

        norm_l = || dL/dh_l ||,   h_l = output of layer ``block_l``, L = mean cross-entropy

    taken over the whole batch, as one vector.

    Args:
        model: from ``plain_network`` or ``residual_network``: a chain of layers that ends in
            logits. The layers whose name starts with ``block_`` count as blocks.
        x: inputs, shape (batch, features), any numbers; they are cast to the model's dtype.
        y: integer labels, from 0 to the number of logits - 1, shape (batch,).

    Returns:
        Array of one norm per block, first block first; empty if there is no block.

    Raises:
        ValueError: if ``x`` and ``y`` differ in length.

    Example:
        >>> dense = [keras.layers.Dense(4, name=f"block_{i}") for i in (1, 2, 3)]
        >>> model = keras.Sequential([keras.Input((4,)), *dense, keras.layers.Dense(2)])
        >>> gradient_norms_per_block(model, np.ones((5, 4)), [0, 1, 0, 1, 1]).shape
        (3,)

    Reference:
        He et al. 2016, arXiv:1603.05027, Equation 5, for what arrives there.

    Note:
        A gradient of 1e-25 is small, not zero, but its square is zero in float32; float64 holds it.
    """
    h, y = tf.cast(x, model.compute_dtype), tf.convert_to_tensor(y)
    if len(h) != len(y):
        raise ValueError(f"x and y must pair up. Received: len(x)={len(h)}, len(y)={len(y)}.")
    # BEGIN SOLUTION
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    outputs = []
    with tf.GradientTape() as tape:
        tape.watch(h)
        for layer in model.layers:
            h = layer(h)
            if layer.name.startswith("block_"):
                outputs.append(h)
        loss = loss_of(y, h)
    gradients = [np.asarray(g, "float64") for g in tape.gradient(loss, outputs)]
    return np.array([np.linalg.norm(g) for g in gradients])
    # END SOLUTION
