"""Group normalization, and instance normalization, its limit of one channel per group."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from solutions.normalization.inputs import check_inputs


def group_norm(x: Any, gamma: Any, beta: Any, groups: int, eps: float = 1e-3) -> tf.Tensor:
    """Normalize each example over the spatial axes and one group of neighbouring channels.

    Channels 0 .. channels/groups - 1 are the first group, and so on. With mean and population
    variance of the group that x belongs to::

        y = gamma * (x - mean) / sqrt(variance + eps) + beta

    Args:
        x: shape (batch, ..., channels), float, rank 2 or more.
        gamma: scale, shape (channels,): one value per channel, not per group.
        beta: shift, shape (channels,).
        groups: number of groups, at least 1; must divide the number of channels.
        eps: added to the variance, under the root; positive. Defaults to 1e-3, as in Keras.

    Returns:
        ``y``, shape and dtype of ``x``.

    Raises:
        TypeError: if ``x`` is not floating point.
        ValueError: if shapes do not fit, ``groups`` does not divide, or ``eps`` is not positive.

    Example:
        >>> x = [[1.0, 3.0, 100.0, 300.0]]
        >>> group_norm(x, [1] * 4, [0] * 4, groups=2, eps=1e-6).numpy().round(3).tolist()
        [[-1.0, 1.0, -1.0, 1.0]]

    Reference:
        Wu and He, Group Normalization, 2018, arXiv:1803.08494, Equation 7.
    """
    x, gamma, beta = check_inputs(x, eps, gamma=gamma, beta=beta)
    channels = x.shape[-1]
    if groups < 1 or channels % groups:
        raise ValueError(
            f"groups must divide the number of channels ({channels}). Received: groups={groups}."
        )
    # BEGIN SOLUTION
    shape = tf.shape(x)
    # (batch, positions, groups, channels in a group)
    grouped = tf.reshape(x, [shape[0], -1, groups, channels // groups])
    mean = tf.reduce_mean(grouped, axis=[1, 3], keepdims=True)
    variance = tf.reduce_mean(tf.square(grouped - mean), axis=[1, 3], keepdims=True)
    x_hat = (grouped - mean) / tf.sqrt(variance + eps)
    return gamma * tf.reshape(x_hat, shape) + beta
    # END SOLUTION


def instance_norm(x: Any, gamma: Any, beta: Any, eps: float = 1e-3) -> tf.Tensor:
    """Normalize each channel of each example over its spatial axes.

    With mean and population variance over every axis but the first and the last::

        y = gamma * (x - mean) / sqrt(variance + eps) + beta

    Args:
        x: shape (batch, spatial..., channels), float, rank 3 or more.
        gamma: scale, shape (channels,).
        beta: shift, shape (channels,).
        eps: added to the variance, under the root; positive. Defaults to 1e-3.

    Returns:
        ``y``, shape and dtype of ``x``; the same as group norm with as many groups as channels.

    Raises:
        TypeError: if ``x`` is not floating point.
        ValueError: if shapes do not fit, ``eps`` is not positive, or there is no spatial axis: a
            single value minus its own mean is always 0.

    Example:
        >>> x = [[[1.0, 100.0], [3.0, 300.0]]]
        >>> instance_norm(x, [1, 1], [0, 0], 1e-6).numpy().round(3).tolist()
        [[[-1.0, -1.0], [1.0, 1.0]]]

    Reference:
        Ulyanov, Vedaldi and Lempitsky, Instance Normalization, 2016, arXiv:1607.08022, Equation 4.
    """
    x, gamma, beta = check_inputs(x, eps, gamma=gamma, beta=beta)
    if x.shape.rank < 3:
        raise ValueError(
            "instance_norm needs a spatial axis: x of shape (batch, spatial..., channels). "
            f"Received: x.shape={x.shape}. For (batch, channels) use layer_norm."
        )
    # BEGIN SOLUTION
    axes = list(range(1, x.shape.rank - 1))
    mean = tf.reduce_mean(x, axes, keepdims=True)
    variance = tf.reduce_mean(tf.square(x - mean), axes, keepdims=True)
    return gamma * (x - mean) / tf.sqrt(variance + eps) + beta
    # END SOLUTION
