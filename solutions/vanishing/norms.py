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
    which the loss does not depend (its gradient is ``None``) has norm 0. The squares are summed in
    float64, where those of a float32 gradient neither overflow nor vanish.

    Args:
        model: a built model with at least one trainable kernel.
        x: inputs, shape (batch, ...).
        y: targets, shape (batch, ...), in the form that ``loss`` takes.
        loss: name known to ``keras.losses``, or a function of (y, prediction).
            Defaults to the mean squared error.

    Returns:
        A float64 array of shape (number of kernels,).

    Raises:
        ValueError: if ``x`` and ``y`` differ in length, Keras does not know the name of the loss,
            the model has no trainable kernel, or the loss depends on none.

    Example:
        One layer, one weight: L = (w x - y)^2, so dL/dw = 2 (w x - y) x = 2 * (2 - 1) * 2.

        >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
        >>> model.set_weights([np.array([[1.0]])])
        >>> kernel_gradient_norms(model, np.array([[2.0]]), np.array([[1.0]])).tolist()
        [4.0]

    Reference:
        X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural
        networks, 2010, section 4.2 (gradients at the start, layer by layer).
    """
    if len(x) != len(y):
        raise ValueError(f"x and y must pair up. Received: len(x)={len(x)}, len(y)={len(y)}.")
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
    # END SOLUTION
    if all(g is None for g in gradients):
        raise ValueError(
            "loss must depend on at least one kernel of the model. "
            f"Received: {len(gradients)} gradients, all None."
        )
    # BEGIN SOLUTION
    sizes = [0.0 if g is None else np.linalg.norm(np.asarray(g, np.float64)) for g in gradients]
    return np.array(sizes)
    # END SOLUTION
