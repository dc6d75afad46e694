"""PReLU: a rectifier whose slopes on the negative side are learned, one or one for each channel."""

from __future__ import annotations

import numpy as np

from solutions.activations.floating import as_floating


def as_slopes(alpha, x: np.ndarray) -> np.ndarray:
    """Return the slopes of PReLU in the floating type of ``x``: one, or one for each channel.

    Args:
        alpha: shape (channels,), or a number.
        x: floating-point array of shape (..., channels), or a number.

    Returns:
        Array of the shape of ``alpha``.

    Raises:
        ValueError: if ``alpha`` has another shape, which would be broadcast or change that of x.

    Example:
        >>> as_slopes([0.25, 0.5], np.zeros((3, 2), "float32")).dtype.name
        'float32'
    """
    alpha = np.asarray(alpha, dtype=x.dtype)
    if alpha.shape not in ((), x.shape[-1:]):
        raise ValueError(
            "alpha must be a number or have one entry for each channel, the last axis of x. "
            f"Received: alpha.shape={alpha.shape}, x.shape={x.shape}."
        )
    return alpha


def prelu(x, alpha) -> np.ndarray:
    """Return x for x > 0, alpha x else, with a learned slope for each channel.

    Args:
        x: array of shape (..., channels), or a number.
        alpha: learned slopes, any sign: shape (channels,), or a number for one shared slope.

    Returns:
        Array of the shape and floating type of ``x``.

    Raises:
        TypeError: if ``x`` does not hold real numbers.
        ValueError: if ``alpha`` is neither a number nor of shape (channels,).

    Example:
        >>> prelu([[-2.0, -2.0]], alpha=[0.25, 0.5]).tolist()
        [[-0.5, -1.0]]

    Reference:
        K. He et al., Delving deep into rectifiers, 2015, arXiv:1502.01852, equation 1.
    """
    x = as_floating(x)
    alpha = as_slopes(alpha, x)
    # BEGIN SOLUTION
    return np.where(x > 0, x, alpha * x)
    # END SOLUTION


def prelu_derivative(x, alpha) -> np.ndarray:
    """Return the derivative of PReLU by x: 1 for x > 0, alpha else (also at 0).

    Args:
        x: array of shape (..., channels), or a number.
        alpha: slopes: shape (channels,), or a number.

    Returns:
        Array of the shape and floating type of ``x``.

    Raises:
        TypeError: if ``x`` does not hold real numbers.
        ValueError: if ``alpha`` is neither a number nor of shape (channels,).

    Example:
        >>> prelu_derivative([[-2.0, 3.0]], alpha=[0.25, 0.5]).tolist()
        [[0.25, 1.0]]

    Reference:
        K. He et al., 2015, arXiv:1502.01852, equation 1.
    """
    x = as_floating(x)
    alpha = as_slopes(alpha, x)
    # BEGIN SOLUTION
    return np.where(x > 0, x.dtype.type(1), alpha)
    # END SOLUTION


def prelu_alpha_derivative(x) -> np.ndarray:
    """Return the derivative of PReLU by its slope: 0 for x > 0, x else.

    Elementwise; the gradient of a channel's slope is the sum over all that share it.

    Args:
        x: array of shape (..., channels), or a number.

    Returns:
        Array of the same shape and floating type, at most 0.

    Raises:
        TypeError: if ``x`` does not hold real numbers.

    Example:
        >>> prelu_alpha_derivative([-2.0, 3.0]).tolist()
        [-2.0, 0.0]

    Reference:
        K. He et al., 2015, arXiv:1502.01852, equation 3.
    """
    x = as_floating(x)
    # BEGIN SOLUTION
    return np.minimum(x, 0)
    # END SOLUTION
