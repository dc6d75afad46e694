"""What one layer's activations say: how strong the signal is, and how much of it is stuck."""

from __future__ import annotations

import numpy as np


def check_activations(a) -> np.ndarray:
    """Return activations as a float64 array with one row for each example.

    Args:
        a: array of shape (batch, ...), not empty; what follows the batch axis counts as units.

    Returns:
        Array of shape (batch, units).

    Raises:
        ValueError: if there are fewer than two axes, or no entries.

    Example:
        >>> check_activations(np.ones((2, 3, 4))).shape
        (2, 12)
    """
    a = np.asarray(a, dtype="float64")
    if a.ndim < 2 or a.size == 0:
        raise ValueError(
            f"activations must have shape (batch, units) and not be empty. Received: {a.shape}."
        )
    return a.reshape(len(a), -1)


def signal_strength(a) -> float:
    r"""Return how far a layer's answers to different examples are apart.

    The standard deviation of each unit over the batch, root mean square over the units:

    .. math:: s = \sqrt{\frac{1}{m} \sum_j \mathrm{Var}_i(a_{ij})}

    with the population variance (divided by the number of examples). It is 0 when the layer gives
    the same answer to every example, however large that answer is: a layer of sigmoids all near
    0.5 has large activations and no signal.

    Args:
        a: activations, shape (batch, units).

    Returns:
        A Python float, at least 0; NaN if an activation is NaN or infinite.

    Raises:
        ValueError: if there are fewer than two axes, or no entries.

    Example:
        >>> signal_strength([[1.0, 5.0], [3.0, 5.0]])  # variances 1 and 0
        0.7071067811865476
    """
    a = check_activations(a)
    # BEGIN SOLUTION
    if not np.all(np.isfinite(a)):
        return float("nan")
    return float(np.sqrt(np.mean(np.var(a, axis=0))))
    # END SOLUTION


def saturated_share(a, low: float = 0.0, high: float = 1.0, threshold: float = 0.05) -> float:
    r"""Return the share of activations where a squashing function has lost its slope.

    Rescaled from its bounds to -1 ... 1, the sigmoid is a tanh, whose slope is 1 - t^2:

    .. math::
        t = 2 \frac{a - low}{high - low} - 1, \qquad \text{saturated:}\quad 1 - t^2 < threshold

    so one rule serves both: less than 5 % of the largest slope is left.

    Args:
        a: outputs of the function, shape (batch, units), between ``low`` and ``high``.
        low: lower bound of the function: 0 for the sigmoid (default), -1 for tanh.
        high: upper bound. Defaults to 1.
        threshold: share of the largest slope, in (0, 1). Defaults to 0.05.

    Returns:
        A Python float in [0, 1]. A NaN is not saturated.

    Raises:
        ValueError: if ``low >= high`` or ``threshold`` is outside (0, 1), and as in
            ``signal_strength``.

    Example:
        >>> saturated_share([[0.5, 0.999], [0.2, 0.001]])  # slopes, of the largest: 100, 0.4, 64 %
        0.5
    """
    a = check_activations(a)
    if not low < high or not 0 < threshold < 1:
        raise ValueError(
            "low must be below high, and threshold in (0, 1). "
            f"Received: low={low}, high={high}, threshold={threshold}."
        )
    # BEGIN SOLUTION
    t = 2 * (a - low) / (high - low) - 1
    return float(np.mean(1 - t**2 < threshold))
    # END SOLUTION


def dead_share(a) -> float:
    """Return the share of units that are exactly 0 for every example of the batch.

    Such a ReLU unit has slope 0 everywhere in the batch: no example moves its weights. A unit that
    is 0 for some examples is not dead, it is doing its work.

    Args:
        a: outputs of the activation function, shape (batch, units).

    Returns:
        A Python float in [0, 1].

    Raises:
        ValueError: as in ``signal_strength``.

    Example:
        >>> dead_share([[0.0, 0.0, 2.0], [0.0, 1.0, 0.0]])
        0.3333333333333333
    """
    a = check_activations(a)
    # BEGIN SOLUTION
    return float(np.mean(np.all(a == 0, axis=0)))
    # END SOLUTION
