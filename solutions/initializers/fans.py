"""Fan-in and fan-out: how many numbers meet in one output, and how many outputs one number has."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def compute_fans(shape: Sequence[int]) -> tuple[int, int]:
    """Return (fan_in, fan_out) of a weight of this shape, in the convention of Keras.

    ()                     (1, 1)
    (n,)                   (n, n)
    (n_in, n_out)          (n_in, n_out): a dense kernel
    (..., c_in, c_out)     (r c_in, r c_out) with r = the product of the leading dimensions, the
                           receptive field: a convolution kernel

    Args:
        shape: the shape of the weight; every entry at least 1.

    Returns:
        Two Python integers.

    Raises:
        ValueError: if an entry is below 1 or not a whole number.

    Example:
        >>> compute_fans((64, 32))
        (64, 32)
        >>> compute_fans((3, 3, 16, 32))  # 3 x 3 convolution, 16 to 32 channels
        (144, 288)

    Reference:
        K. He et al., Delving deep into rectifiers, 2015, arXiv:1502.01852, section 2.2, for the
        convolution: k^2 c inputs, k^2 d outputs.

    Note:
        For a strided convolution an input does not really reach fan_out outputs; like Keras, this
        ignores the stride.
    """
    received, shape = tuple(shape), tuple(int(n) for n in shape)
    if shape != received or min(shape, default=1) < 1:
        raise ValueError(
            f"every dimension must be at least 1, a whole number. Received: shape={received}."
        )
    # BEGIN SOLUTION
    if len(shape) == 0:
        return 1, 1
    if len(shape) == 1:
        return shape[0], shape[0]
    receptive_field = int(np.prod(shape[:-2]))  # 1 for a dense kernel
    return receptive_field * shape[-2], receptive_field * shape[-1]
    # END SOLUTION
