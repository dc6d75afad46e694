"""Two ways to minimise a loss with an L1 penalty; only one of them reaches zero."""

from __future__ import annotations

import tensorflow as tf


def soft_threshold(w: tf.Tensor, threshold: float) -> tf.Tensor:
    """Move every entry towards zero by ``threshold``, and those nearer than that to exactly zero.

    S(w) = sign(w) * max(|w| - threshold, 0)

    It is the proximal operator of L1: S(w) = argmin over z of (z - w)^2 / 2 + threshold * |z|.

    Args:
        w: float tensor of any shape.
        threshold: 0 or more.

    Returns:
        Tensor of the shape and dtype of ``w``.

    Raises:
        ValueError: if ``threshold`` is negative.

    Example:
        >>> soft_threshold([3.0, -0.5, 0.5, -2.0], 1.0).numpy().tolist()
        [2.0, -0.0, 0.0, -1.0]

    Note:
        -0.0 is a zero like 0.0 and equal to it; only the sign of w is left on it.

    Reference:
        Parikh and Boyd, "Proximal Algorithms", 2014, Section 6.5.
    """
    if not threshold >= 0:
        raise ValueError(f"threshold must be 0 or more. Received: threshold={threshold}.")
    w = tf.convert_to_tensor(w)
    # BEGIN SOLUTION
    return tf.sign(w) * tf.maximum(tf.abs(w) - threshold, 0)
    # END SOLUTION


def check_step(
    w: tf.Tensor, gradient: tf.Tensor, learning_rate: float, strength: float
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return the weights and the gradient of a step as tensors of one dtype, that of the weights.

    Args:
        w: weights, float tensor of any shape.
        gradient: of the shape of ``w``; a smaller one would be spread over it unnoticed.
        learning_rate: positive.
        strength: of the penalty or the decay, 0 or more.

    Returns:
        Two tensors of the shape and dtype of ``w``.

    Raises:
        ValueError: if ``learning_rate`` is not positive, ``strength`` is negative, or the shapes
            differ.

    Example:
        >>> [part.numpy().tolist() for part in check_step([0.5], [2], 0.1, 0.0)]
        [[0.5], [2.0]]
    """
    if not learning_rate > 0 or not strength >= 0:
        raise ValueError(
            "learning_rate must be positive and the strength 0 or more. "
            f"Received: learning_rate={learning_rate}, strength={strength}."
        )
    w = tf.convert_to_tensor(w)
    gradient = tf.cast(gradient, w.dtype)
    if gradient.shape != w.shape:
        raise ValueError(
            "the gradient must have the shape of the weights. "
            f"Received: {tuple(gradient.shape)} for weights of shape {tuple(w.shape)}."
        )
    return w, gradient


def subgradient_step(
    w: tf.Tensor, gradient: tf.Tensor, learning_rate: float, l1: float
) -> tf.Tensor:
    """Return the weights after a gradient step on loss + l1 * sum |w|.

    w <- w - learning_rate * (gradient + l1 * sign(w))

    A weight near zero is thrown across it and back, by learning_rate * l1 each time: it does not
    become zero.

    Args:
        w: weights, float tensor of any shape.
        gradient: gradient of the loss without the penalty, of the shape of ``w``.
        learning_rate: positive.
        l1: strength, 0 or more.

    Returns:
        New weights of the shape and dtype of ``w``.

    Raises:
        ValueError: if ``learning_rate`` is not positive, ``l1`` is negative, or the shapes differ.

    Example:
        >>> subgradient_step([0.25], [0.0], learning_rate=0.5, l1=1.0).numpy().tolist()
        [-0.25]
    """
    w, gradient = check_step(w, gradient, learning_rate, l1)
    # BEGIN SOLUTION
    return w - learning_rate * (gradient + l1 * tf.sign(w))
    # END SOLUTION


def proximal_step(w: tf.Tensor, gradient: tf.Tensor, learning_rate: float, l1: float) -> tf.Tensor:
    """Return the weights after a gradient step on the loss and a soft threshold for the penalty.

    w <- soft_threshold(w - learning_rate * gradient, learning_rate * l1)

    Args:
        w: weights, float tensor of any shape.
        gradient: gradient of the loss without the penalty, of the shape of ``w``.
        learning_rate: positive.
        l1: strength, 0 or more.

    Returns:
        New weights of the shape and dtype of ``w``, with exact zeros.

    Raises:
        ValueError: if ``learning_rate`` is not positive, ``l1`` is negative, or the shapes differ.

    Example:
        >>> proximal_step([0.25, 2.0], [0.0, 0.0], learning_rate=0.5, l1=1.0).numpy().tolist()
        [0.0, 1.5]

    Reference:
        Beck and Teboulle, "A Fast Iterative Shrinkage-Thresholding Algorithm", 2009, Eq. 1.4
        (ISTA).
    """
    w, gradient = check_step(w, gradient, learning_rate, l1)
    # BEGIN SOLUTION
    return soft_threshold(w - learning_rate * gradient, learning_rate * l1)
    # END SOLUTION
