"""How far two sets of images are apart, as distributions."""

from __future__ import annotations

import numpy as np


def check_samples(x, y) -> tuple[np.ndarray, np.ndarray]:
    """Return two samples as float64 arrays.

    Args:
        x: shape (n, d), n >= 2.
        y: shape (m, d), m >= 2.

    Returns:
        Both, as float64.

    Raises:
        ValueError: if a shape is wrong or the widths differ.

    Example:
        >>> check_samples([[0], [1]], [[2], [3]])[0].dtype
        dtype('float64')
    """
    x, y = np.asarray(x, dtype="float64"), np.asarray(y, dtype="float64")
    if x.ndim != 2 or y.ndim != 2 or x.shape[1] != y.shape[1] or min(len(x), len(y)) < 2:
        raise ValueError(
            "x and y must have shapes (n, d) and (m, d), with two or more rows each. "
            f"Received: x.shape={x.shape}, y.shape={y.shape}."
        )
    return x, y


def energy_distance(x, y) -> float:
    r"""Return the energy distance of two samples, unbiased.

    .. math::
        2\, \mathrm{mean} \| x_i - y_j \| - \mathrm{mean}_{i \ne i'} \| x_i - x_{i'} \|
        - \mathrm{mean}_{j \ne j'} \| y_j - y_{j'} \|

    As an expectation it is 0 exactly if the two distributions are equal, and positive otherwise.
    The means leave out the pairs of a point with itself, so that the estimate is 0 on average for
    two samples of one distribution; it can then come out slightly negative.

    Args:
        x: shape (n, d), n >= 2.
        y: shape (m, d), m >= 2.

    Returns:
        A Python float, in the unit of the data.

    Raises:
        ValueError: if a shape is wrong.

    Example:
        >>> energy_distance([[0.0], [2.0]], [[3.0], [5.0]])  # 2 * 3 - 2 - 2
        2.0

    Reference:
        G. Szekely, M. Rizzo, Energy statistics: a class of statistics based on distances, 2013.
    """
    x, y = check_samples(x, y)

    # BEGIN SOLUTION
    def distances(a, b):
        square = np.sum(a**2, axis=1)[:, None] + np.sum(b**2, axis=1) - 2 * a @ b.T
        return np.sqrt(np.maximum(square, 0))  # rounding may leave -1e-15

    within = [distances(a, a).sum() / (len(a) * (len(a) - 1)) for a in (x, y)]
    return float(2 * distances(x, y).mean() - sum(within))
    # END SOLUTION


def frechet_distance(x, y) -> float:
    r"""Return the (squared) Frechet distance of the two normal distributions that fit the samples.

    .. math:: \| \mu_x - \mu_y \|^2 + \mathrm{tr}(C_x + C_y - 2 (C_x C_y)^{1/2})

    with the sample covariances (divided by n - 1). The trace of the root is that of the symmetric
    (C_x^{1/2} C_y C_x^{1/2})^{1/2}, which exists for singular covariances, too. On the features of
    an Inception network this number is called FID; here it is taken on whatever features are
    passed. It is biased upwards: two finite samples of one distribution are not at 0.

    Args:
        x: shape (n, d), n >= 2; n well above d, or the covariance is noise.
        y: shape (m, d), m >= 2.

    Returns:
        A Python float, at least 0 up to rounding.

    Raises:
        ValueError: if a shape is wrong.

    Example:
        >>> x = np.array([[0.0], [2.0]])  # mean 1, variance 2
        >>> round(frechet_distance(x, 2 * x + 3), 6)  # (5 - 1)^2 + (sqrt(8) - sqrt(2))^2
        18.0

    Reference:
        M. Heusel et al., GANs Trained by a Two Time-Scale Update Rule, 2017, arXiv:1706.08500,
        Equation 6.
    """
    x, y = check_samples(x, y)
    # BEGIN SOLUTION
    difference = x.mean(axis=0) - y.mean(axis=0)
    C_x, C_y = (np.atleast_2d(np.cov(a, rowvar=False)) for a in (x, y))
    eigenvalues, V = np.linalg.eigh(C_x)
    S = (V * np.sqrt(np.maximum(eigenvalues, 0))) @ V.T  # the root of C_x
    trace_of_root = np.sum(np.sqrt(np.maximum(np.linalg.eigvalsh(S @ C_y @ S), 0)))
    return float(difference @ difference + np.trace(C_x) + np.trace(C_y) - 2 * trace_of_root)
    # END SOLUTION
