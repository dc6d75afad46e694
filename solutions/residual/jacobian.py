"""Why the shortcut helps, as matrices: block Jacobians and a stack's backward pass, by hand.

A Jacobian J here has J[i, j] = dy_i / dx_j, so a gradient travels back as dL/dx = dL/dy J, with L
the loss. With diag(v > 0) the diagonal matrix of ones and zeros, the two blocks have

    pre-activation:   J = I + w2^T diag(z > 0) w1^T diag(x > 0),     z = relu(x) w1 + b1
    post-activation:  J = diag(s > 0) (I + w2^T diag(z > 0) w1^T),   z = x w1 + b1

where s = x + relu(z) w2 + b2 is the sum before the last ReLU.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np


def pre_activation_jacobian(x: Any, w1: Any, b1: Any, w2: Any) -> np.ndarray:
    """Return dy/dx of ``pre_activation_block`` with the identity shortcut, at one input.

    Args:
        x: one input, shape (d,).
        w1: first kernel, shape (d, k).
        b1: first bias, shape (k,).
        w2: second kernel, shape (k, d). The second bias does not matter here.

    Returns:
        Array of shape (d, d), float64; ``J[i, j]`` = dy_i / dx_j. At a kink, ReLU' is 0.

    Raises:
        ValueError: if shapes do not fit.

    Example:
        >>> pre_activation_jacobian([2.0, -1.0], np.eye(2), np.zeros(2), 3 * np.eye(2)).tolist()
        [[4.0, 0.0], [0.0, 1.0]]

    Reference:
        He et al. 2016, arXiv:1603.05027, Equation 5, whose 1 is the identity matrix.
    """
    x, w1, b1, w2 = (np.asarray(value, dtype="float64") for value in (x, w1, b1, w2))
    check_square_block(x, w1, b1, w2)
    # BEGIN SOLUTION
    z = np.maximum(x, 0) @ w1 + b1
    branch = w2.T @ np.diag(z > 0) @ w1.T @ np.diag(x > 0)
    return np.eye(len(x)) + branch
    # END SOLUTION


def post_activation_jacobian(x: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> np.ndarray:
    """Return dy/dx of ``post_activation_block`` with the identity shortcut, at one input.

    Args:
        x: one input, shape (d,).
        w1: first kernel, shape (d, k).
        b1: first bias, shape (k,).
        w2: second kernel, shape (k, d).
        b2: second bias, shape (d,).

    Returns:
        Array of shape (d, d), float64; ``J[i, j]`` = dy_i / dx_j. At a kink, ReLU' is 0.

    Raises:
        ValueError: if shapes do not fit.

    Example:
        >>> zero = np.zeros((2, 2))
        >>> post_activation_jacobian([2.0, -1.0], zero, [0, 0], zero, [0, 0]).tolist()
        [[1.0, 0.0], [0.0, 0.0]]

    Reference:
        The chain rule on He et al. 2015, arXiv:1512.03385, Equation 1, and the ReLU after it.
    """
    x, w1, b1, w2, b2 = (np.asarray(value, dtype="float64") for value in (x, w1, b1, w2, b2))
    check_square_block(x, w1, b1, w2, b2)
    # BEGIN SOLUTION
    z = x @ w1 + b1
    s = np.maximum(z, 0) @ w2 + b2 + x
    branch = w2.T @ np.diag(z > 0) @ w1.T
    return np.diag(s > 0) @ (np.eye(len(x)) + branch)
    # END SOLUTION


def backpropagate(
    gradient: Any, branch_jacobians: Sequence[Any], shortcut: bool = True
) -> list[np.ndarray]:
    """Send a gradient back through a stack of blocks, given the Jacobians of their branches.

    For the blocks l = L, ..., 1, with or without the shortcut::

        g_(l-1) = g_l (I + F_l')        or        g_(l-1) = g_l F_l'

    Args:
        gradient: g_L, that of the loss with respect to the last block's output, shape (d,).
        branch_jacobians: F_1', ..., F_L', first block first, each of shape (d, d).
        shortcut: True for a residual stack, False for a plain one. Defaults to True.

    Returns:
        ``[g_0, ..., g_L]``, L + 1 arrays of shape (d,), float64: ``g_0`` is the gradient at the
        input of the first block, ``g_L`` the one passed in.

    Raises:
        ValueError: if the gradient is not a vector or a Jacobian is not (d, d).

    Example:
        >>> halve = 0.5 * np.eye(1)
        >>> [float(g[0]) for g in backpropagate([8.0], [halve, halve], shortcut=False)]
        [2.0, 4.0, 8.0]
        >>> [float(g[0]) for g in backpropagate([8.0], [halve, halve])]
        [18.0, 12.0, 8.0]

    Reference:
        He et al. 2016, arXiv:1603.05027, Equation 5.
    """
    gradient = np.asarray(gradient, dtype="float64")
    if gradient.ndim != 1:
        raise ValueError(f"gradient must have shape (d,). Received: shape {gradient.shape}.")
    branch_jacobians = [np.asarray(jacobian, dtype="float64") for jacobian in branch_jacobians]
    for jacobian in branch_jacobians:
        if jacobian.shape != 2 * gradient.shape:
            raise ValueError(
                f"each Jacobian must be square, as wide as the gradient {gradient.shape}. "
                f"Received: shape {jacobian.shape}."
            )
    # BEGIN SOLUTION
    gradients = [gradient]
    for jacobian in reversed(branch_jacobians):
        g = gradients[0]
        gradients.insert(0, g @ jacobian + g if shortcut else g @ jacobian)
    return gradients
    # END SOLUTION


def check_square_block(
    x: np.ndarray, w1: np.ndarray, b1: np.ndarray, w2: np.ndarray, b2: np.ndarray | None = None
) -> None:
    """Refuse shapes that make no block with the identity shortcut, at one input.

    Args:
        x: one input, shape (d,).
        w1: first kernel, shape (d, k).
        b1: first bias, shape (k,).
        w2: second kernel, shape (k, d).
        b2: second bias, shape (d,). Defaults to None: there is none to look at.

    Raises:
        ValueError: if they do not fit together.

    Example:
        >>> check_square_block(np.ones(2), np.ones((2, 3)), np.ones(3), np.ones((3, 2)))
    """
    d, k = x.shape[-1:], w1.shape[-1:]
    expected = {"x": d, "w1": d + k, "b1": k, "w2": k + d}
    received = {"x": x.shape, "w1": w1.shape, "b1": b1.shape, "w2": w2.shape}
    if b2 is not None:
        expected["b2"], received["b2"] = d, b2.shape
    if x.ndim != 1 or received != expected:
        raise ValueError(
            f"expected x (d,), w1 (d, k), b1 (k,), w2 (k, d), b2 (d,). Received: shapes {received}."
        )
