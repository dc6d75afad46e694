"""The global norm of a list of gradients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf


def gradient_norm(gradients: Sequence[Any]) -> float:
    """Return the Euclidean norm of all gradients taken together.

    ||g|| = sqrt(sum_i sum_j g_ij^2), computed in float64: squares of float32 numbers overflow
    float32 from 1.8e19 on, and a finite gradient must not look infinite. A NaN or an infinity in
    any gradient makes the norm NaN or infinite. ``None`` (a variable that the loss does not
    depend on) is skipped.

    Args:
        gradients: tensors or arrays of any shapes, or ``None``; at least one not ``None``.

    Returns:
        A Python float.

    Raises:
        ValueError: if there is no gradient, or all are ``None``.

    Example:
        >>> gradient_norm([np.array([3.0]), None, np.array([[4.0]])])
        5.0
        >>> gradient_norm([np.array([1e30], np.float32)]) < float("inf")
        True
    """
    if all(gradient is None for gradient in gradients):
        raise ValueError(
            "gradients must hold at least one that is not None. "
            f"Received: {len(gradients)} gradients, all None. Is the loss computed from the "
            "variables inside the tape?"
        )
    # BEGIN SOLUTION
    total = 0.0
    for gradient in gradients:
        if gradient is not None:
            g = np.asarray(tf.convert_to_tensor(gradient), dtype=np.float64)
            total += np.sum(g * g)
    return float(np.sqrt(total))
    # END SOLUTION
