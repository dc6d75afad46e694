"""Sinusoidal position encoding: what tells attention the order of its inputs."""

from __future__ import annotations

import numpy as np


def positional_encoding(length: int, width: int) -> np.ndarray:
    """Return one vector for each position, to be added to the inputs.

    PE[t, 2i] = sin(t / 10000^(2i / width)),    PE[t, 2i + 1] = cos(t / 10000^(2i / width))

    Args:
        length: number of positions T, at least 1; the first is t = 0.
        width: width d of the inputs, even and at least 2.

    Returns:
        float32 array of shape (T, d) with values in [-1, 1].

    Raises:
        ValueError: if ``length`` is less than 1 or ``width`` is not a positive even number.

    Example:
        >>> positional_encoding(2, 4).round(2).tolist()[0]
        [0.0, 1.0, 0.0, 1.0]

    Reference:
        Vaswani et al. 2017, Section 3.5.
    """
    if length < 1 or width < 2 or width % 2:
        raise ValueError(
            "length must be at least 1 and width a positive even number. "
            f"Received: length={length}, width={width}."
        )
    # BEGIN SOLUTION
    t = np.arange(length)[:, None]
    angle = t / 10000.0 ** (np.arange(0, width, 2) / width)  # (T, d / 2)
    encoding = np.empty((length, width))
    encoding[:, 0::2] = np.sin(angle)
    encoding[:, 1::2] = np.cos(angle)
    return encoding.astype("float32")
    # END SOLUTION
