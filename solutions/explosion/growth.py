"""Amplification by layers: what random weights do to the size of a signal."""

from __future__ import annotations

import numpy as np


def layer_gain(stddev: float, fan_in: int) -> float:
    """Return the factor by which one linear layer multiplies the size of its input.

    y = W x with independent weights of mean 0: E[y_i^2] = stddev^2 ||x||^2, so that the
    root-mean-square of y is stddev * sqrt(fan_in) times that of x.

    Args:
        stddev: standard deviation of the weights, at least 0.
        fan_in: number of inputs, at least 1.

    Returns:
        The gain: 1 preserves the size.

    Raises:
        ValueError: if ``stddev`` is not at least 0 or ``fan_in`` is below 1.

    Example:
        >>> layer_gain(stddev=2.0, fan_in=100)
        20.0

    Reference:
        K. He et al., Delving deep into rectifiers, 2015, arXiv:1502.01852, section 2.2 (the same
        sum of variances, there with ReLU).
    """
    if not stddev >= 0:
        raise ValueError(f"stddev must be at least 0. Received: stddev={stddev}.")
    if not fan_in >= 1:
        raise ValueError(f"fan_in must be at least 1. Received: fan_in={fan_in}.")
    # BEGIN SOLUTION
    return float(stddev * np.sqrt(fan_in))
    # END SOLUTION


def explosion_growth(stddev: float, width: int, depth: int) -> float:
    """Return the factor after ``depth`` linear layers of ``width`` units: layer_gain^depth.

    Args:
        stddev: standard deviation of the weights, at least 0.
        width: inputs and outputs of every layer, at least 1.
        depth: number of layers, at least 0.

    Returns:
        The expected factor, in the root-mean-square sense; infinity where a float ends.

    Raises:
        ValueError: if an argument is out of range.

    Example:
        >>> explosion_growth(stddev=2.0, width=100, depth=3)
        8000.0

    Reference:
        The multiplication effect of the lecture notes, 2.3, with the width in it.
    """
    if not depth >= 0:
        raise ValueError(f"depth must be at least 0. Received: depth={depth}.")
    # BEGIN SOLUTION
    with np.errstate(over="ignore"):  # infinity is the answer, not an accident
        return float(np.power(layer_gain(stddev, width), depth))
    # END SOLUTION


def measured_growth(stddev: float, width: int, depth: int, seed: int = 0) -> np.ndarray:
    """Return the measured size of a signal after 0..depth random linear layers.

    x_0 ~ N(0, 1)^width, x_l = W_l x_{l-1} with W_l ~ N(0, stddev^2), all from one generator
    ``np.random.default_rng(seed)``; sizes ||x_l|| / ||x_0|| in float64.

    Args:
        stddev: standard deviation of the weights, at least 0 and finite.
        width: inputs and outputs of every layer, at least 1.
        depth: number of layers, at least 0.
        seed: seed of the generator. Defaults to 0.

    Returns:
        A float64 array of shape (depth + 1,); the first is 1. Infinity where a float ends, and from
        there on.

    Raises:
        ValueError: if an argument is out of range.

    Example:
        >>> measured_growth(stddev=0.0, width=4, depth=2).tolist()
        [1.0, 0.0, 0.0]
    """
    if not (0 <= stddev < float("inf") and depth >= 0):
        raise ValueError(
            "stddev and depth must be at least 0 and finite. "
            f"Received: stddev={stddev}, depth={depth}."
        )
    if not width >= 1:
        raise ValueError(f"width must be at least 1. Received: width={width}.")
    # BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    x = rng.normal(size=width)
    norms = [np.linalg.norm(x)]
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(depth):
            x = rng.normal(scale=stddev, size=(width, width)) @ x
            norms.append(np.linalg.norm(x))
    norms = np.nan_to_num(norms, nan=np.inf, posinf=np.inf)  # Inf - Inf is beyond a float as well
    return norms / norms[0]
    # END SOLUTION
