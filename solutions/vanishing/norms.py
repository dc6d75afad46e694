"""One gradient norm for each layer: the norm of the gradient of its kernel."""

from __future__ import annotations

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf


def kernel_gradient_norms(
    model: keras.Model, x, y, loss: str | Callable = "mean_squared_error"
) -> np.ndarray:
    """Return the Euclidean norm of the loss gradient of every kernel, input side first.

    ||dL/dW_l||_F for each trainable variable that is named ``kernel``; L is the mean of the loss
    over the batch. Biases are left out, so that there is one number for each layer. A kernel on
    which the loss does not depend (its gradient is ``None``) has norm 0.

    Args:
        model: a built model with at least one trainable kernel.
        x: inputs, shape (batch, ...).
        y: targets, in the form that ``loss`` takes.
        loss: name known to ``keras.losses``, or a function of (y, prediction).
            Defaults to the mean squared error.

    Returns:
        A float64 array of shape (number of kernels,).

    Raises:
        ValueError: if the model has no trainable kernel.

    Example:
        One layer, one weight: L = (w x - y)^2, so dL/dw = 2 (w x - y) x = 2 * (2 - 1) * 2.

        >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
        >>> model.set_weights([np.array([[1.0]])])
        >>> kernel_gradient_norms(model, np.array([[2.0]]), np.array([[1.0]])).tolist()
        [4.0]
    """
    loss = keras.losses.get(loss)
    kernels = [v for v in model.trainable_variables if v.name == "kernel"]
    if not kernels:
        raise ValueError(
            "model must be built and have at least one trainable variable named 'kernel'. "
            f"Received: {[v.path for v in model.trainable_variables]}."
        )
    # BEGIN SOLUTION
    with tf.GradientTape() as tape:
        objective = tf.reduce_mean(loss(y, model(x)))
    gradients = tape.gradient(objective, kernels)
    return np.array([0.0 if g is None else np.linalg.norm(g) for g in gradients], np.float64)
    # END SOLUTION
