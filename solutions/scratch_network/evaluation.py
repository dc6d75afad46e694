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
        ValueError: if a shape is wrong; labels of shape (n, 1) would be compared with every row.

    Example:
        >>> accuracy(np.array([[2.0, 1.0], [3.0, 4.0]]), np.array([0, 0]))
        0.5
    """
    logits, y = np.asarray(logits), np.asarray(y)
    if logits.ndim != 2 or len(logits) == 0 or y.shape != logits.shape[:1]:
        raise ValueError(
            "logits must have shape (n, classes) with n >= 1, and y shape (n,). "
            f"Received: logits.shape={logits.shape}, y.shape={y.shape}."
        )
    # BEGIN SOLUTION
    return float(np.mean(np.argmax(logits, axis=1) == y))
    # END SOLUTION


def confusion_matrix(y: np.ndarray, predicted: np.ndarray, classes: int) -> np.ndarray:
    """Count how often each class was taken for each.

    Args:
        y: true labels, integers in 0 ... classes - 1, shape (n,).
        predicted: predicted labels, same range and shape.
        classes: number of classes, at least 1.

    Returns:
        Integer array of shape (classes, classes): row = true class, column = predicted class.

    Raises:
        ValueError: if the shapes differ or a label is out of range; -1 would count for the last.

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
    wrong = [label for label in (*y.flat, *predicted.flat) if not 0 <= label < classes]
    if wrong:
        raise ValueError(f"labels must be in 0 ... {classes - 1}. Received: {wrong}.")
    # BEGIN SOLUTION
    matrix = np.zeros((classes, classes), dtype=int)
    np.add.at(matrix, (y, predicted), 1)
    return matrix
    # END SOLUTION
