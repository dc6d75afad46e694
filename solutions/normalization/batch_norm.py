"""Batch normalization: forward in training and at inference, moving averages, backward by hand.

Reference: Ioffe and Szegedy, Batch Normalization, 2015, arXiv:1502.03167, Algorithms 1 and 2.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from solutions.normalization.inputs import check_inputs, check_momentum


def batch_norm_train(
    x: Any, gamma: Any, beta: Any, eps: float = 1e-3
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """Normalize each channel with the statistics of this batch.

    With mean and population variance taken over every axis but the last::

        mean     = 1/m * sum(x)
        variance = 1/m * sum((x - mean)^2)
        y        = gamma * (x - mean) / sqrt(variance + eps) + beta

    Args:
        x: batch of shape (batch, ..., channels), float, rank 2 or more.
        gamma: scale, shape (channels,).
        beta: shift, shape (channels,).
        eps: added to the variance, under the root; positive. Defaults to 1e-3, as in Keras.

    Returns:
        ``(y, mean, variance)``: ``y`` of the shape and dtype of ``x``; ``mean`` and ``variance`` of
        shape (channels,). This population variance is also what feeds the moving average.

    Raises:
        TypeError: if ``x`` is not floating point.
        ValueError: if shapes do not fit or ``eps`` is not positive.

    Example:
        >>> y, mean, variance = batch_norm_train([[1.0, 5.0], [3.0, 5.0]], [1, 1], [0, 7], 1e-6)
        >>> print(y.numpy().round(3).tolist(), mean.numpy(), variance.numpy())
        [[-1.0, 7.0], [1.0, 7.0]] [2. 5.] [1. 0.]

    Reference:
        Ioffe and Szegedy 2015, arXiv:1502.03167, Algorithm 1.

    Note:
        Where a channel does not vary (also: a rank 2 batch of one) y is beta. Algorithm 2 of the
        paper feeds the moving average with m/(m-1) times this variance; Keras feeds it as it is,
        and so do we. The lecture's eps is 1e-8, PyTorch's default 1e-5.
    """
    x, gamma, beta = check_inputs(x, eps, gamma=gamma, beta=beta)
    # BEGIN SOLUTION
    axes = list(range(x.shape.rank - 1))
    mean = tf.reduce_mean(x, axes)
    variance = tf.reduce_mean(tf.square(x - mean), axes)
    x_hat = (x - mean) / tf.sqrt(variance + eps)
    return gamma * x_hat + beta, mean, variance
    # END SOLUTION


def batch_norm_infer(
    x: Any, gamma: Any, beta: Any, mean: Any, variance: Any, eps: float = 1e-3
) -> tf.Tensor:
    """Normalize each channel with given statistics: the moving averages, at inference.

    ::

        y = gamma * (x - mean) / sqrt(variance + eps) + beta

    Args:
        x: batch of shape (batch, ..., channels), float, rank 2 or more.
        gamma: scale, shape (channels,).
        beta: shift, shape (channels,).
        mean: moving mean, shape (channels,).
        variance: moving variance, shape (channels,), not negative.
        eps: added to the variance, under the root; positive. Defaults to 1e-3.

    Returns:
        ``y``, shape and dtype of ``x``. The result for one example does not depend on the others.

    Raises:
        TypeError: if ``x`` is not floating point.
        ValueError: if shapes do not fit, ``eps`` is not positive or a variance is negative.

    Example:
        >>> batch_norm_infer([[6.0]], [2], [1], mean=[4], variance=[4], eps=1e-6).numpy().round(3)
        array([[3.]], dtype=float32)

    Reference:
        Ioffe and Szegedy 2015, arXiv:1502.03167, Algorithm 2.
    """
    x, gamma, beta, mean, variance = check_inputs(
        x, eps, gamma=gamma, beta=beta, mean=mean, variance=variance
    )
    if tf.executing_eagerly() and tf.reduce_any(variance < 0):  # a graph has no values to look at
        raise ValueError(f"variance must not be negative. Received: variance={variance.numpy()}.")
    # BEGIN SOLUTION
    x_hat = (x - mean) / tf.sqrt(variance + eps)
    return gamma * x_hat + beta
    # END SOLUTION


def update_moving(moving: Any, batch_value: Any, momentum: float = 0.99) -> tf.Tensor:
    """Move a running statistic towards that of the latest batch.

    ::

        moving <- momentum * moving + (1 - momentum) * batch_value

    Args:
        moving: the average so far, any shape, float.
        batch_value: the batch's mean or variance, same shape.
        momentum: weight of the past, in [0, 1]. Defaults to 0.99.

    Returns:
        The new average as a tensor; ``moving`` itself is not changed.

    Raises:
        TypeError: if ``moving`` is not floating point.
        ValueError: if ``momentum`` is outside [0, 1] or the shapes differ.

    Example:
        >>> update_moving([0.0, 1.0], [10.0, 1.0], momentum=0.9).numpy().round(3).tolist()
        [1.0, 1.0]

    Reference:
        Ioffe and Szegedy 2015, arXiv:1502.03167, Section 3.1, which only asks for moving averages.

    Note:
        This is Keras' convention. PyTorch calls 1 - momentum by the name momentum.
    """
    check_momentum(momentum)
    moving = tf.convert_to_tensor(moving)
    if not moving.dtype.is_floating:
        raise TypeError(
            f"moving must be floating point. Received: moving.dtype={moving.dtype.name}."
        )
    batch_value = tf.cast(batch_value, moving.dtype)
    if moving.shape != batch_value.shape:
        raise ValueError(
            "moving and batch_value must have the same shape. "
            f"Received: moving.shape={moving.shape}, batch_value.shape={batch_value.shape}."
        )
    # BEGIN SOLUTION
    return momentum * moving + (1 - momentum) * batch_value
    # END SOLUTION


def batch_norm_backward(
    dy: Any, x: Any, gamma: Any, eps: float = 1e-3
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """Pull a gradient back through ``batch_norm_train``, by hand.

    Scale and shift are plain; but three paths lead from one x to the loss, since ``mean`` and
    ``variance`` depend on every x of the channel::

        dbeta  = sum(dy)
        dgamma = sum(dy * x_hat)
        dL/dx_i = dL/dx_hat_i * dx_hat_i/dx_i + dL/dmean * dmean/dx_i
                  + dL/dvariance * dvariance/dx_i

    Args:
        dy: gradient of the loss with respect to y, shape of ``x``.
        x: the batch that went in, shape (batch, ..., channels), float.
        gamma: scale, shape (channels,).
        eps: as in the forward pass, positive. Defaults to 1e-3.

    Returns:
        ``(dx, dgamma, dbeta)``: shapes of ``x``, ``gamma`` and ``beta``; no use of a tape.

    Raises:
        TypeError: if ``x`` is not floating point.
        ValueError: if shapes do not fit or ``eps`` is not positive.

    Example:
        >>> dx, dgamma, dbeta = batch_norm_backward([[1.0], [1.0]], [[0.0], [2.0]], [3.0])
        >>> print(dx.numpy().tolist(), dgamma.numpy(), dbeta.numpy())
        [[0.0], [0.0]] [0.] [2.]

    Note:
        As the example shows, adding the same amount to every x of a channel changes nothing: dx
        sums to zero over the batch. A loss of sum(y) is therefore no test of this function.

    Reference:
        Ioffe and Szegedy 2015, arXiv:1502.03167, Section 3 (the six chain-rule equations, here
        simplified).
    """
    x, gamma = check_inputs(x, eps, gamma=gamma)
    dy = tf.cast(dy, x.dtype)
    if dy.shape != x.shape:
        raise ValueError(
            f"dy must have the shape of x. Received: dy.shape={dy.shape}, x.shape={x.shape}."
        )
    # BEGIN SOLUTION
    axes = list(range(x.shape.rank - 1))
    mean = tf.reduce_mean(x, axes)
    std = tf.sqrt(tf.reduce_mean(tf.square(x - mean), axes) + eps)
    x_hat = (x - mean) / std
    dbeta = tf.reduce_sum(dy, axes)
    dgamma = tf.reduce_sum(dy * x_hat, axes)
    mean_dy, mean_dy_x_hat = tf.reduce_mean(dy, axes), tf.reduce_mean(dy * x_hat, axes)
    # the three paths together: directly, through the mean, through the variance
    dx = gamma / std * (dy - mean_dy - x_hat * mean_dy_x_hat)
    return dx, dgamma, dbeta
    # END SOLUTION
