"""Softmax: a vector to a distribution, with its Jacobian."""

from __future__ import annotations

import numpy as np

from solutions.activations.floating import as_floating


def softmax(z, axis: int = -1) -> np.ndarray:
    """Return exp(z_i) / sum_j exp(z_j) along an axis.

    The largest entry is subtracted first, which changes nothing in exact arithmetic and keeps the
    exponentials from overflowing.

    Args:
        z: array of logits, at least one along the axis.
        axis: the axis that is normalised. Defaults to the last.

    Returns:
        Array of the same shape and floating type; non-negative, summing to 1 along ``axis``.

    Raises:
        TypeError: if ``z`` does not hold real numbers.
        ValueError: if ``z`` has no such axis, or nothing along it.

    Example:
        >>> softmax([1e4, 1e4, -1e4]).tolist()
        [0.5, 0.5, 0.0]

    Reference:
        J. Bridle, Probabilistic interpretation of feedforward classification network outputs, with
        relationships to statistical pattern recognition, 1990.
    """
    z = as_floating(z)
    if not -z.ndim <= axis < z.ndim or z.shape[axis] == 0:
        raise ValueError(
            f"z must have at least one entry along axis {axis}. Received: shape={z.shape}."
        )
    # BEGIN SOLUTION
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
    # END SOLUTION


def softmax_jacobian(z) -> np.ndarray:
    """Return the Jacobian of softmax along the last axis.

    J_ij = ds_i / dz_j = s_i (delta_ij - s_j), that is diag(s) - s s^T: symmetric, and its rows sum
    to 0, because adding a constant to all logits changes nothing.

    Args:
        z: logits, shape (..., K).

    Returns:
        Array of shape (..., K, K), of the floating type of ``z``.

    Raises:
        TypeError, ValueError: as in ``softmax``.

    Example:
        >>> softmax_jacobian([0.0, 0.0]).tolist()
        [[0.25, -0.25], [-0.25, 0.25]]
    """
    z = as_floating(z)
    # BEGIN SOLUTION
    s = softmax(z)
    identity = np.eye(s.shape[-1], dtype=s.dtype)
    return s[..., :, None] * (identity - s[..., None, :])  # (..., K, 1) * (..., K, K)
    # END SOLUTION


def softmax_jvp(z, v) -> np.ndarray:
    """Return the product J v of the softmax Jacobian and a vector, without building J.

    J_ij = s_i (delta_ij - s_j) with s = softmax(z), along the last axis. J is symmetric, so that
    this is also the product that backpropagation needs.

    Args:
        z: logits, shape (..., K).
        v: vectors, same shape.

    Returns:
        Array of shape (..., K), of the floating type of ``z``.

    Raises:
        TypeError: as in ``softmax``.
        ValueError: if the shapes differ, and as in ``softmax``.

    Example:
        >>> softmax_jvp([0.0, 0.0], [1.0, 0.0]).tolist()
        [0.25, -0.25]
    """
    z = as_floating(z)
    v = np.asarray(v, dtype=z.dtype)
    if v.shape != z.shape:
        raise ValueError(
            f"z and v must have the same shape. Received: z.shape={z.shape}, v.shape={v.shape}."
        )
    # BEGIN SOLUTION
    s = softmax(z)
    return s * (v - (s * v).sum(axis=-1, keepdims=True))
    # END SOLUTION
