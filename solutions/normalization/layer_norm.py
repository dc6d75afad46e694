"""Layer normalization: each example by itself, over its channels."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from solutions.normalization.inputs import check_inputs


def layer_norm(x: Any, gamma: Any, beta: Any, eps: float = 1e-3) -> tf.Tensor:
    """Normalize over the last axis, separately for every example and position.

    With mean and population variance over the channels::

        y = gamma * (x - mean) / sqrt(variance + eps) + beta

    Args:
        x: shape (batch, ..., channels), float, rank 2 or more.
        gamma: scale, shape (channels,).
        beta: shift, shape (channels,).
        eps: added to the variance, under the root; positive. Defaults to 1e-3, as in Keras.

    Returns:
        ``y``, shape and dtype of ``x``.

    Raises:
        TypeError: if ``x`` is not floating point.
        ValueError: if shapes do not fit or ``eps`` is not positive.

    Example:
        >>> layer_norm([[1.0, 3.0], [10.0, 30.0]], [1, 1], [0, 0], 1e-6).numpy().round(3).tolist()
        [[-1.0, 1.0], [-1.0, 1.0]]

    Reference:
        Ba, Kiros and Hinton, Layer Normalization, 2016, arXiv:1607.06450, Equations 3 and 4.

    Note:
        On images this is Keras' LayerNormalization (last axis only). Some texts, among them the
        group norm paper, mean height, width and channels together: that is group norm, 1 group.
    """
    x, gamma, beta = check_inputs(x, eps, gamma=gamma, beta=beta)
    # BEGIN SOLUTION
    mean = tf.reduce_mean(x, axis=-1, keepdims=True)
    variance = tf.reduce_mean(tf.square(x - mean), axis=-1, keepdims=True)
    return gamma * (x - mean) / tf.sqrt(variance + eps) + beta
    # END SOLUTION
