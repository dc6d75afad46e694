"""What every normalization function accepts, checked in one place."""

from __future__ import annotations

from typing import Any

import tensorflow as tf


def check_inputs(x: Any, eps: float, **per_channel: Any) -> list[tf.Tensor]:
    """Return ``x`` and the per-channel vectors as tensors of the dtype of ``x``.

    Args:
        x: floating point, shape (batch, ..., channels), rank 2 or more.
        eps: number added to the variance, positive.
        **per_channel: vectors of shape (channels,), by the name to use in messages.

    Returns:
        ``[x, *per_channel.values()]``.

    Raises:
        TypeError: if ``x`` is not floating point.
        ValueError: if a shape or ``eps`` does not fit.

    Example:
        >>> import numpy as np
        >>> x, gamma = check_inputs(np.zeros((4, 3)), 1e-3, gamma=[1, 1, 1])
        >>> gamma.dtype.name
        'float64'
    """
    x = tf.convert_to_tensor(x)
    if not x.dtype.is_floating:
        raise TypeError(f"x must be floating point. Received: x.dtype={x.dtype.name}.")
    if x.shape.rank is None or x.shape.rank < 2:
        raise ValueError(
            "x must have shape (batch, ..., channels), rank 2 or more. "
            f"Received: x.shape={x.shape}."
        )
    check_epsilon(eps)
    channels = x.shape[-1]
    vectors = [tf.cast(value, x.dtype) for value in per_channel.values()]
    for name, vector in zip(per_channel, vectors, strict=True):
        if vector.shape != (channels,):
            raise ValueError(
                f"{name} must have shape ({channels},), one value per channel of x. "
                f"Received: {name}.shape={vector.shape}, x.shape={x.shape}."
            )
    return [x, *vectors]


def check_epsilon(eps: float) -> None:
    """Refuse an ``eps`` that is not positive: it keeps a constant feature from 0 / 0.

    Args:
        eps: number added to the variance, positive.

    Raises:
        ValueError: if it is not.

    Example:
        >>> check_epsilon(1e-3)
    """
    if not eps > 0:
        raise ValueError(f"eps must be positive. Received: eps={eps}.")


def check_momentum(momentum: float) -> None:
    """Refuse a ``momentum`` outside [0, 1]: 0 forgets at once, 1 never learns.

    Args:
        momentum: weight of the past in a moving average, in [0, 1].

    Raises:
        ValueError: if it is not.

    Example:
        >>> check_momentum(0.99)
    """
    if not 0 <= momentum <= 1:
        raise ValueError(f"momentum must be in [0, 1]. Received: momentum={momentum}.")
