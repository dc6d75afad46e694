"""The type rule of all activation functions."""

from __future__ import annotations

import numpy as np


def as_floating(x) -> np.ndarray:
    """Return ``x`` as a floating-point array: its own floating type, float64 for anything else.

    Args:
        x: number, list or array.

    Returns:
        An array of the same shape; ``x`` itself if it is a floating-point array already.

    Raises:
        TypeError: if ``x`` does not hold real numbers.

    Example:
        >>> as_floating([1, 2]).dtype.name, as_floating(np.float32(1)).dtype.name
        ('float64', 'float32')
    """
    x = np.asarray(x)
    if x.dtype.kind not in "biuf":
        raise TypeError(f"x must hold real numbers. Received: dtype={x.dtype}.")
    return x if x.dtype.kind == "f" else x.astype(np.float64)
