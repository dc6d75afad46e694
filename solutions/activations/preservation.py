"""How much of a gradient an activation function preserves, in one layer and through many."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def gaussian_mean(g: Callable[[np.ndarray], np.ndarray]) -> float:
    """Return E[g(z)] for z ~ N(0, 1).

    Midpoint rule with 20,000 cells on [-10, 10]; 0, where rectifiers bend, is the border of a
    cell. The error is below 1e-6 for all functions of this package.

    Args:
        g: elementwise function of a float64 array, of at most polynomial growth.

    Returns:
        A Python float.

    Example:
        >>> round(gaussian_mean(lambda z: z**2), 6)
        1.0
    """
    h = 1e-3
    z = (np.arange(-10_000, 10_000) + 0.5) * h
    density = np.exp(-z * z / 2) / np.sqrt(2 * np.pi)
    return float(np.sum(g(z) * density) * h)


def mean_squared_derivative(df: Callable[[np.ndarray], np.ndarray]) -> float:
    """Return E[f'(z)^2] for z ~ N(0, 1).

    The share of the squared gradient norm that passes the activation function, when its inputs
    have mean 0 and variance 1. Use ``gaussian_mean``.

    Args:
        df: the derivative, elementwise.

    Returns:
        A Python float, at least 0; 1 for the identity, 0.5 for ReLU.

    Example:
        >>> round(mean_squared_derivative(lambda z: (z > 0) * 1.0), 6)
        0.5
    """
    # BEGIN SOLUTION
    return gaussian_mean(lambda z: df(z) ** 2)
    # END SOLUTION


def gradient_gain(
    f: Callable[[np.ndarray], np.ndarray], df: Callable[[np.ndarray], np.ndarray]
) -> float:
    """Return the factor that a layer applies to the squared norm of a gradient.

    chi = E[f'(z)^2] / E[f(z)^2], z ~ N(0, 1): weights of variance 1 / (n E[f^2]) keep the inputs of
    every layer at variance 1, and with them the backward pass multiplies the squared norm by
    n * variance * E[f'^2] = chi. Below 1 gradients vanish, above 1 they explode.

    Args:
        f: the activation function, elementwise.
        df: its derivative, elementwise.

    Returns:
        chi, a Python float; 1 for the identity and for ReLU.

    Raises:
        ValueError: if E[f(z)^2] is not positive: f is 0 everywhere, or NaN.

    Example:
        >>> round(gradient_gain(lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0), 6)
        1.0

    Reference:
        S. Schoenholz et al., Deep information propagation, 2017, arXiv:1611.01232 (chi_1, here
        with the weight variance that keeps q* = 1, and no bias).
    """
    mean_square = gaussian_mean(lambda z: f(z) ** 2)
    if not mean_square > 0:
        raise ValueError(f"f must not be 0 everywhere. Received: E[f(z)^2] = {mean_square}.")
    # BEGIN SOLUTION
    return mean_squared_derivative(df) / mean_square
    # END SOLUTION


def gradient_through_depth(
    f: Callable[[np.ndarray], np.ndarray],
    df: Callable[[np.ndarray], np.ndarray],
    depth: int,
    width: int = 256,
    seed: int = 0,
) -> np.ndarray:
    """Send a gradient back through random layers and return its norm after each.

    Forwards: z_0 ~ N(0, 1)^width, z_l = W_l f(z_{l-1}) for l = 1..depth, where W_l has variance
    1 / (width E[f^2]). Backwards: g_depth ~ N(0, 1)^width, g_{l-1} = f'(z_{l-1}) * (W_l^T g_l).
    In float64.

    Args:
        f: the activation function, elementwise.
        df: its derivative, elementwise.
        depth: number of layers, at least 1.
        width: units of every layer, at least 1. Defaults to 256.
        seed: seed of ``np.random.default_rng``, which draws z_0, W_1..W_depth and g_depth in this
            order. Defaults to 0.

    Returns:
        ||g_l|| / ||g_depth|| for l = depth, depth - 1, ..., 0: shape (depth + 1,), the first is 1.

    Raises:
        ValueError: if ``depth`` or ``width`` is below 1, or as in ``gradient_gain``.

    Example:
        >>> norms = gradient_through_depth(lambda z: z, np.ones_like, depth=3, width=1000)
        >>> [bool(abs(norm - 1) < 0.2) for norm in norms]  # the identity preserves
        [True, True, True, True]

    Reference:
        S. Schoenholz et al., 2017, arXiv:1611.01232 (gradients in wide random networks).
    """
    if min(depth, width) < 1:
        raise ValueError(
            f"depth and width must be at least 1. Received: depth={depth}, width={width}."
        )
    if not gaussian_mean(lambda z: f(z) ** 2) > 0:
        raise ValueError("f must not be 0 everywhere. Received: E[f(z)^2] is 0 or NaN.")
    # BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    stddev = 1 / np.sqrt(width * gaussian_mean(lambda z: f(z) ** 2))
    z = [rng.normal(size=width)]
    weights = []
    for _ in range(depth):
        weights.append(rng.normal(scale=stddev, size=(width, width)))
        z.append(weights[-1] @ f(z[-1]))
    g = rng.normal(size=width)
    norms = [np.linalg.norm(g)]
    for l in range(depth, 0, -1):
        g = df(z[l - 1]) * (weights[l - 1].T @ g)
        norms.append(np.linalg.norm(g))
    return np.array(norms) / norms[0]
    # END SOLUTION
