"""Cross-entropy of logits: softmax and logarithm in one function, so that nothing overflows."""

from __future__ import annotations

import numpy as np


def log_softmax(logits: np.ndarray) -> np.ndarray:
    r"""Return the logarithm of the softmax of each row.

    .. math:: \log p_j = z_j - c - \log \textstyle\sum_k e^{z_k - c}, \qquad c = \max_k z_k

    Args:
        logits: floating array of shape (n, classes).

    Returns:
        Array of the same shape and dtype, at most 0; finite for all finite logits.

    Example:
        >>> log_softmax(np.array([[1000.0, 0.0]])).tolist()
        [[0.0, -1000.0]]
    """
    # BEGIN SOLUTION
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    # END SOLUTION


def check_labels(logits: np.ndarray, y: np.ndarray) -> None:
    """Refuse labels that do not fit the logits.

    Args:
        logits: array of shape (n, classes), n >= 1.
        y: integer labels of shape (n,), in 0 ... classes - 1.

    Raises:
        TypeError: if the labels are not integers.
        ValueError: if a shape or a label is wrong.

    Example:
        >>> check_labels(np.zeros((2, 3)), np.array([0, 2]))
    """
    if not np.issubdtype(np.asarray(y).dtype, np.integer):
        raise TypeError(f"y must hold integer labels. Received: dtype={np.asarray(y).dtype}.")
    if logits.ndim != 2 or len(logits) == 0 or np.shape(y) != (len(logits),):
        raise ValueError(
            "logits must have shape (n, classes) with n >= 1, and y shape (n,). "
            f"Received: logits.shape={logits.shape}, y.shape={np.shape(y)}."
        )
    if np.min(y) < 0 or np.max(y) >= logits.shape[1]:
        raise ValueError(
            f"labels must be in 0 ... {logits.shape[1] - 1}. "
            f"Received: labels from {np.min(y)} to {np.max(y)}."
        )


def cross_entropy(logits: np.ndarray, y: np.ndarray) -> float:
    r"""Return the mean cross-entropy of a batch, in nats.

    .. math:: L = -\frac{1}{n} \sum_i \log p_{i, y_i}, \qquad p = \mathrm{softmax}(z)

    Args:
        logits: floating array of shape (n, classes).
        y: integer labels of shape (n,), in 0 ... classes - 1.

    Returns:
        A Python float, at least 0; log(classes) for logits that are all equal.

    Raises:
        TypeError: if the labels are not integers.
        ValueError: if a shape or a label is wrong.

    Example:
        >>> cross_entropy(np.array([[0.0, 50.0]]), np.array([0]))  # not capped by a guard
        50.0
    """
    check_labels(logits, y)
    # BEGIN SOLUTION
    return float(-log_softmax(logits)[np.arange(len(y)), y].mean())
    # END SOLUTION


def cross_entropy_gradient(logits: np.ndarray, y: np.ndarray) -> np.ndarray:
    r"""Return the gradient of ``cross_entropy`` with respect to the logits.

    .. math:: \partial L / \partial z_{ij} = (p_{ij} - [j = y_i]) / n

    Args:
        logits: floating array of shape (n, classes).
        y: integer labels of shape (n,), in 0 ... classes - 1.

    Returns:
        Array of the shape and dtype of the logits; every row sums to 0.

    Raises:
        TypeError: if the labels are not integers.
        ValueError: if a shape or a label is wrong.

    Example:
        >>> cross_entropy_gradient(np.array([[0.0, 0.0]]), np.array([1])).tolist()
        [[0.5, -0.5]]
    """
    check_labels(logits, y)
    # BEGIN SOLUTION
    gradient = np.exp(log_softmax(logits))
    gradient[np.arange(len(y)), y] -= 1
    return gradient / len(y)
    # END SOLUTION
