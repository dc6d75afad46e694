"""ReLU and the variants that keep a gradient on its dead side: Leaky ReLU, PReLU, ELU."""

from __future__ import annotations

import numpy as np

from solutions.activations.floating import as_floating


def relu(x) -> np.ndarray:
    """Return max(0, x), elementwise.

    Args:
        x: array of any shape, or a number.

    Returns:
        Array of the same shape and floating type, at least 0.

    Example:
        >>> relu([-2.0, 0.0, 3.0]).tolist()
        [0.0, 0.0, 3.0]
    """
    x = as_floating(x)
    # BEGIN SOLUTION
    return np.maximum(x, 0)
    # END SOLUTION


def relu_derivative(x) -> np.ndarray:
    """Return the derivative of ReLU: 1 for x > 0, else 0, elementwise.

    At 0, where ReLU has no derivative, the value is 0, as in TensorFlow.

    Args:
        x: array of any shape, or a number.

    Returns:
        Array of the same shape and floating type, of zeros and ones.

    Example:
        >>> relu_derivative([-2.0, 0.0, 3.0]).tolist()
        [0.0, 0.0, 1.0]
    """
    x = as_floating(x)
    # BEGIN SOLUTION
    return (x > 0).astype(x.dtype)
    # END SOLUTION


def leaky_relu(x, alpha: float = 0.01) -> np.ndarray:
    """Return x for x > 0, alpha x else, elementwise.

    Args:
        x: array of any shape, or a number.
        alpha: slope on the negative side, at least 0. Defaults to 0.01.

    Returns:
        Array of the same shape and floating type.

    Raises:
        ValueError: if ``alpha`` is negative.

    Example:
        >>> leaky_relu([-2.0, 3.0], alpha=0.5).tolist()
        [-1.0, 3.0]

    Note:
        max(alpha x, x) is the same function only for alpha <= 1.
    """
    if alpha < 0:
        raise ValueError(f"alpha must be at least 0. Received: alpha={alpha}.")
    x = as_floating(x)
    # BEGIN SOLUTION
    return np.where(x > 0, x, alpha * x)
    # END SOLUTION


def leaky_relu_derivative(x, alpha: float = 0.01) -> np.ndarray:
    """Return the derivative of Leaky ReLU: 1 for x > 0, alpha else (also at 0), elementwise.

    Args:
        x: array of any shape, or a number.
        alpha: slope on the negative side, at least 0. Defaults to 0.01.

    Returns:
        Array of the same shape and floating type.

    Raises:
        ValueError: if ``alpha`` is negative.

    Example:
        >>> leaky_relu_derivative([-2.0, 3.0], alpha=0.5).tolist()
        [0.5, 1.0]
    """
    if alpha < 0:
        raise ValueError(f"alpha must be at least 0. Received: alpha={alpha}.")
    x = as_floating(x)
    # BEGIN SOLUTION
    return np.where(x > 0, x.dtype.type(1), x.dtype.type(alpha))
    # END SOLUTION


def prelu(x, alpha) -> np.ndarray:
    """Return x for x > 0, alpha x else, with a learned slope for each channel.

    Args:
        x: array of shape (..., channels), or a number.
        alpha: learned slopes, any sign: shape (channels,), or a number for one shared slope.

    Returns:
        Array of the shape and floating type of ``x``.

    Example:
        >>> prelu([[-2.0, -2.0]], alpha=[0.25, 0.5]).tolist()
        [[-0.5, -1.0]]

    Reference:
        K. He et al., Delving deep into rectifiers, 2015, arXiv:1502.01852, equation 1.
    """
    x = as_floating(x)
    alpha = np.asarray(alpha, dtype=x.dtype)
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

    Example:
        >>> prelu_derivative([[-2.0, 3.0]], alpha=[0.25, 0.5]).tolist()
        [[0.25, 1.0]]
    """
    x = as_floating(x)
    alpha = np.asarray(alpha, dtype=x.dtype)
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


def elu(x, alpha: float = 1.0) -> np.ndarray:
    """Return x for x > 0, alpha (exp(x) - 1) else, elementwise.

    Args:
        x: array of any shape, or a number.
        alpha: minus the value that is approached on the negative side, at least 0. Defaults to 1.

    Returns:
        Array of the same shape and floating type, at least -alpha.

    Raises:
        ValueError: if ``alpha`` is negative.

    Example:
        >>> elu([-1e4, 0.0, 3.0]).tolist()
        [-1.0, 0.0, 3.0]

    Reference:
        D. Clevert et al., Fast and accurate deep network learning by exponential linear units,
        2016, arXiv:1511.07289, equation 1.
    """
    if alpha < 0:
        raise ValueError(f"alpha must be at least 0. Received: alpha={alpha}.")
    x = as_floating(x)
    # BEGIN SOLUTION
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
    # END SOLUTION


def elu_derivative(x, alpha: float = 1.0) -> np.ndarray:
    """Return the derivative of ELU: 1 for x > 0, alpha exp(x) else (alpha at 0), elementwise.

    Continuous at 0 only for alpha = 1; otherwise ELU has a kink there.

    Args:
        x: array of any shape, or a number.
        alpha: as in ``elu``. Defaults to 1.

    Returns:
        Array of the same shape and floating type.

    Raises:
        ValueError: if ``alpha`` is negative.

    Example:
        >>> elu_derivative([-1e4, 0.0, 3.0], alpha=2.0).tolist()
        [0.0, 2.0, 1.0]
    """
    if alpha < 0:
        raise ValueError(f"alpha must be at least 0. Received: alpha={alpha}.")
    x = as_floating(x)
    # BEGIN SOLUTION
    return np.where(x > 0, 1, alpha * np.exp(np.minimum(x, 0)))
    # END SOLUTION
