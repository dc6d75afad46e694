"""The two residual blocks as functions of their input and weights."""

from __future__ import annotations

from typing import Any

import tensorflow as tf


def check_block(
    x: Any, w1: Any, b1: Any, w2: Any, b2: Any, w_s: Any = None
) -> tuple[tf.Tensor, ...]:
    """Return input and weights as tensors of the dtype of ``x``; ``w_s`` stays None if it is.

    Args:
        x: floating point, shape (batch, d) or (batch, ..., d).
        w1: first kernel, shape (d, k).
        b1: first bias, shape (k,).
        w2: second kernel, shape (k, u).
        b2: second bias, shape (u,).
        w_s: projection for the shortcut, shape (d, u); None for the identity, which needs d = u.

    Returns:
        ``(x, w1, b1, w2, b2, w_s)``.

    Raises:
        TypeError: if ``x`` is not floating point.
        ValueError: if shapes do not fit.

    Example:
        >>> import numpy as np
        >>> weights = np.ones((2, 3)), np.zeros(3), np.ones((3, 2)), np.zeros(2)
        >>> [t.dtype.name for t in check_block([[1.0, 2.0]], *weights)[:5]]
        ['float32', 'float32', 'float32', 'float32', 'float32']
    """
    x = tf.convert_to_tensor(x)
    if x.shape.rank is None or x.shape.rank < 2:
        raise ValueError(f"x must have shape (batch, ..., d). Received: x.shape={x.shape}.")
    if not x.dtype.is_floating:
        raise TypeError(f"x must be floating point. Received: x.dtype={x.dtype.name}.")
    w1, b1, w2, b2 = (tf.cast(value, x.dtype) for value in (w1, b1, w2, b2))
    w_s = None if w_s is None else tf.cast(w_s, x.dtype)
    for name, kernel in {"w1": w1, "w2": w2}.items():
        if kernel.shape.rank != 2:
            raise ValueError(f"{name} must be a matrix. Received: {name}.shape={kernel.shape}.")
    d, k, u = x.shape[-1], w1.shape[-1], w2.shape[-1]
    expected = {"w1": (d, k), "b1": (k,), "w2": (k, u), "b2": (u,), "w_s": (d, u)}
    received = {"w1": w1, "b1": b1, "w2": w2, "b2": b2, "w_s": w_s}
    for name, value in received.items():
        if value is not None and value.shape != expected[name]:
            raise ValueError(
                f"{name} must have shape {expected[name]} for x of shape {x.shape}. "
                f"Received: {name}.shape={value.shape}."
            )
    if w_s is None and d != u:
        raise ValueError(
            f"the identity shortcut needs equal widths; pass w_s of shape ({d}, {u}). "
            f"Received: w_s=None, x.shape={x.shape}, w2.shape={w2.shape}."
        )
    return x, w1, b1, w2, b2, w_s


def post_activation_block(x: Any, w1: Any, b1: Any, w2: Any, b2: Any, w_s: Any = None) -> tf.Tensor:
    """Return the original residual block, with a ReLU after the addition.

    ::

        F(x) = relu(x w1 + b1) w2 + b2
        y    = relu(F(x) + x)            or relu(F(x) + x w_s) with a projection

    Args:
        x: input of shape (batch, d), float. Axes in between, (batch, ..., d), stay as they are.
        w1: first kernel, shape (d, k).
        b1: first bias, shape (k,).
        w2: second kernel, shape (k, u).
        b2: second bias, shape (u,).
        w_s: projection of the shortcut, shape (d, u). Defaults to None: identity, d must equal u.

    Returns:
        ``y`` of shape (batch, u), dtype of ``x``; never negative.

    Raises:
        TypeError: if ``x`` is not floating point.
        ValueError: if shapes do not fit.

    Example:
        >>> zero, none = [[0.0, 0.0], [0.0, 0.0]], [0.0, 0.0]
        >>> post_activation_block([[3.0, -4.0]], zero, none, zero, none).numpy().tolist()
        [[3.0, 0.0]]

    Note:
        As the example shows, with a silent branch this block is relu, not the identity.

    Reference:
        He et al. 2015, arXiv:1512.03385, Equations 1 and 2, Figure 2.
    """
    x, w1, b1, w2, b2, w_s = check_block(x, w1, b1, w2, b2, w_s)
    # BEGIN SOLUTION
    branch = tf.nn.relu(x @ w1 + b1) @ w2 + b2
    shortcut = x if w_s is None else x @ w_s
    return tf.nn.relu(branch + shortcut)
    # END SOLUTION


def pre_activation_block(x: Any, w1: Any, b1: Any, w2: Any, b2: Any, w_s: Any = None) -> tf.Tensor:
    """Return the residual block with its ReLUs inside the branch, none after the addition.

    ::

        F(x) = relu(relu(x) w1 + b1) w2 + b2
        y    = F(x) + x                  or F(x) + x w_s with a projection

    Args:
        x: input of shape (batch, d), float. Axes in between, (batch, ..., d), stay as they are.
        w1: first kernel, shape (d, k).
        b1: first bias, shape (k,).
        w2: second kernel, shape (k, u).
        b2: second bias, shape (u,).
        w_s: projection of the shortcut, shape (d, u). Defaults to None: identity, d must equal u.

    Returns:
        ``y`` of shape (batch, u), dtype of ``x``.

    Raises:
        TypeError: if ``x`` is not floating point.
        ValueError: if shapes do not fit.

    Example:
        >>> zero, none = [[0.0, 0.0], [0.0, 0.0]], [0.0, 0.0]
        >>> pre_activation_block([[3.0, -4.0]], zero, none, zero, none).numpy().tolist()
        [[3.0, -4.0]]

    Note:
        The shortcut takes x as it came, also into the projection. Some implementations project
        relu(x) instead in the blocks that change the width.

    Reference:
        He et al. 2016, arXiv:1603.05027, Figure 4(e), here without batch norm.
    """
    x, w1, b1, w2, b2, w_s = check_block(x, w1, b1, w2, b2, w_s)
    # BEGIN SOLUTION
    branch = tf.nn.relu(tf.nn.relu(x) @ w1 + b1) @ w2 + b2
    shortcut = x if w_s is None else x @ w_s
    return branch + shortcut
    # END SOLUTION
