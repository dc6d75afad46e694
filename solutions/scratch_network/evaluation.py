"""How good the predictions are."""

from __future__ import annotations

import numpy as np


def accuracy(logits: np.ndarray, y: np.ndarray) -> float:
    """Return the share of rows whose largest logit is that of the label.

    Args:
        logits: shape (n, classes), n >= 1.
        y: integer labels, shape (n,).

    Returns:
        A Python float in [0, 1]. Of equal logits, the first counts as the largest.

    Raises:
        ValueError: if there is no row, or not one label for each.

    Example:
        >>> accuracy(np.array([[2.0, 1.0], [3.0, 4.0]]), np.array([0, 0]))
        0.5
    """
    if len(logits) == 0 or len(logits) != len(y):
        raise ValueError(
            "there must be at least one row, and one label for each. "
            f"Received: {len(logits)} rows, {len(y)} labels."
        )
    # BEGIN SOLUTION
    return float(np.mean(np.argmax(logits, axis=1) == y))
    # END SOLUTION


def confusion_matrix(y: np.ndarray, predicted: np.ndarray, classes: int) -> np.ndarray:
    """Count how often each class was taken for each.

    Args:
        y: true labels, integers in 0 ... classes - 1, shape (n,).
        predicted: predicted labels, same range and shape.
        classes: number of classes.

    Returns:
        Integer array of shape (classes, classes): row = true class, column = predicted class.

    Raises:
        ValueError: if the shapes differ.

    Example:
        >>> confusion_matrix([0, 1, 1], [0, 1, 0], classes=2).tolist()
        [[1, 0], [1, 1]]
    """
    y, predicted = np.asarray(y), np.asarray(predicted)
    if y.shape != predicted.shape:
        raise ValueError(
            "y and predicted must have the same shape. "
            f"Received: y.shape={y.shape}, predicted.shape={predicted.shape}."
        )
    # BEGIN SOLUTION
    matrix = np.zeros((classes, classes), dtype=int)
    np.add.at(matrix, (y, predicted), 1)
    return matrix
    # END SOLUTION
