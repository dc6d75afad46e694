"""The global norm of a list of gradients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from solutions.clipping import check_gradients


def gradient_norm(gradients: Sequence[Any]) -> float:
    """Return the Euclidean norm of all gradients taken together.

    ||g|| = sqrt(sum_i sum_j g_ij^2), computed in float64: squares of float32 numbers overflow
    float32 from 1.8e19 on, and a finite gradient must not look infinite. A NaN or an infinity in
    any gradient makes the norm NaN or infinite. ``None`` (a variable that the loss does not
    depend on) is skipped.

    Args:
        gradients: list or tuple of floating-point tensors or arrays of any shapes, or ``None``; at
            least one not ``None``.

    Returns:
        A Python float.

    Raises:
        TypeError: if ``gradients`` is not a list or a tuple, or an entry is not floating point.
        ValueError: if there is no gradient, or all are ``None``.

    Example:
        >>> gradient_norm([np.array([3.0]), None, np.array([[4.0]])])
        5.0
        >>> gradient_norm([np.array([1e30], np.float32)]) < float("inf")
        True

    Reference:
        R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of training recurrent neural networks,
        2013, arXiv:1211.5063, Algorithm 1 (the norm that is compared with a threshold).
    """
    check_gradients(gradients)
    # BEGIN SOLUTION
    total = 0.0
    for gradient in gradients:
        if gradient is not None:
            g = np.asarray(tf.convert_to_tensor(gradient), dtype=np.float64)
            total += np.sum(g * g)
    return float(np.sqrt(total))
    # END SOLUTION
