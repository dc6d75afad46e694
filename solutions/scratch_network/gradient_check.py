"""Central differences: the gradient that needs no derivation, only patience."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def numerical_gradient(
    f: Callable[[np.ndarray], float], w: np.ndarray, h: float = 1e-5
) -> np.ndarray:
    r"""Return the gradient of a function by central differences, one entry at a time.

    .. math:: \partial f / \partial w_k \approx \frac{f(w + h e_k) - f(w - h e_k)}{2h}

    The error of the formula is of order h^2, that of the rounding of order 1e-16 / h: h = 1e-5
    balances them in float64. In float32 the rounding alone would be about 1e-2.

    Args:
        f: function of an array like ``w``; returns a number.
        w: float64 array of any shape; it is not changed.
        h: positive step. Defaults to 1e-5.

    Returns:
        Array of the shape of ``w``.

    Raises:
        TypeError: if ``w`` is not float64.
        ValueError: if ``h`` is not positive.

    Example:
        >>> gradient = numerical_gradient(lambda w: float(w @ w), np.array([1.0, -2.0]))
        >>> np.round(gradient, 6).tolist()
        [2.0, -4.0]
    """
    if w.dtype != np.float64:
        raise TypeError(f"w must be float64, or rounding drowns the result. Received: {w.dtype}.")
    if not h > 0:
        raise ValueError(f"h must be positive. Received: h={h}.")
    # BEGIN SOLUTION
    gradient = np.zeros_like(w)
    for k in np.ndindex(w.shape):
        e = np.zeros_like(w)
        e[k] = h
        gradient[k] = (f(w + e) - f(w - e)) / (2 * h)
    return gradient
    # END SOLUTION


def relative_error(a: np.ndarray, b: np.ndarray) -> float:
    r"""Return how far two arrays are apart, relative to their size.

    .. math:: \| a - b \| / \max(\| a \|, \| b \|)

    Args:
        a: array of any shape.
        b: array of the same shape.

    Returns:
        A Python float in [0, 2]; 0 if both are zero.

    Raises:
        ValueError: if the shapes differ.

    Example:
        >>> relative_error(np.array([3.0, 4.0]), np.array([3.0, 3.0]))
        0.2
    """
    if np.shape(a) != np.shape(b):
        raise ValueError(f"shapes must agree. Received: {np.shape(a)} and {np.shape(b)}.")
    # BEGIN SOLUTION
    size = max(np.linalg.norm(a), np.linalg.norm(b))
    return 0.0 if size == 0 else float(np.linalg.norm(np.subtract(a, b)) / size)
    # END SOLUTION
