"""What early stopping and L2 do to a quadratic loss, one eigendirection at a time.

For L(w) = sum_i h_i (w_i - w*_i)^2 / 2, both end at a fraction of the minimum w*. The fractions
agree to first order in h, with l2 = 1 / (2 * learning_rate * steps); they are not equal.
"""

from __future__ import annotations

import numpy as np


def early_stopping_shrinkage(
    eigenvalues: np.ndarray, learning_rate: float, steps: int
) -> np.ndarray:
    """Return the fraction of w* that gradient descent from zero has reached.

    w_i / w*_i = 1 - (1 - learning_rate * h_i)^steps

    Args:
        eigenvalues: curvatures h_i of the loss, 0 or more, any shape.
        learning_rate: positive.
        steps: number of gradient steps, 0 or more.

    Returns:
        Array of the shape of ``eigenvalues``.

    Raises:
        ValueError: if ``learning_rate`` is not positive or ``steps`` is negative.

    Example:
        >>> early_stopping_shrinkage([1.0, 0.1], learning_rate=0.5, steps=2).round(4).tolist()
        [0.75, 0.0975]

    Reference:
        Goodfellow, Bengio, Courville, "Deep Learning", 2016, Eq. 7.40.
    """
    if not learning_rate > 0 or not steps >= 0:
        raise ValueError(
            "learning_rate must be positive and steps 0 or more. "
            f"Received: learning_rate={learning_rate}, steps={steps}."
        )
    # BEGIN SOLUTION
    return 1 - (1 - learning_rate * np.asarray(eigenvalues)) ** steps
    # END SOLUTION


def l2_shrinkage(eigenvalues: np.ndarray, l2: float) -> np.ndarray:
    """Return the fraction of w* at the minimum of the loss plus l2 * sum w^2.

    w_i / w*_i = h_i / (h_i + 2 * l2)

    Args:
        eigenvalues: curvatures h_i of the loss, positive, any shape.
        l2: strength of the penalty, 0 or more.

    Returns:
        Array of the shape of ``eigenvalues``.

    Raises:
        ValueError: if ``l2`` is negative.

    Example:
        >>> l2_shrinkage([1.0, 0.1], l2=0.5).round(4).tolist()
        [0.5, 0.0909]

    Reference:
        Goodfellow, Bengio, Courville, "Deep Learning", 2016, Eq. 7.13 with alpha = 2 * l2.
    """
    if not l2 >= 0:
        raise ValueError(f"l2 must be 0 or more. Received: l2={l2}.")
    # BEGIN SOLUTION
    h = np.asarray(eigenvalues)
    return h / (h + 2 * l2)
    # END SOLUTION
