"""From a variance to weights: three distributions with exactly that variance."""

from __future__ import annotations

import math
from collections.abc import Sequence

import keras


def check_distribution(distribution: str) -> None:
    """Refuse an unknown distribution.

    Args:
        distribution: "uniform", "normal" or "truncated_normal".

    Raises:
        ValueError: if it is anything else.

    Example:
        >>> check_distribution("uniform")
    """
    if distribution not in ("uniform", "normal", "truncated_normal"):
        raise ValueError(
            "distribution must be 'uniform', 'normal' or 'truncated_normal'. "
            f"Received: distribution={distribution!r}."
        )


def truncated_normal_std(cut: float = 2.0) -> float:
    """Return the standard deviation of N(0, 1) after values beyond +-cut are redrawn.

    sqrt(1 - 2 cut phi(cut) / (2 Phi(cut) - 1)), with phi the density and Phi the distribution
    function of N(0, 1); 2 Phi(c) - 1 = erf(c / sqrt 2).

    Args:
        cut: where the distribution is cut, positive. Defaults to 2, as in Keras.

    Returns:
        A number in (0, 1).

    Raises:
        ValueError: if ``cut`` is not positive.

    Example:
        >>> round(truncated_normal_std(), 8)
        0.87962566

    Reference:
        N. Johnson, S. Kotz, N. Balakrishnan, Continuous univariate distributions, volume 1, 1994,
        chapter 13 (the truncated normal distribution).
    """
    if not cut > 0:
        raise ValueError(f"cut must be positive. Received: cut={cut}.")
    # BEGIN SOLUTION
    density = math.exp(-cut * cut / 2) / math.sqrt(2 * math.pi)
    kept = math.erf(cut / math.sqrt(2))
    return math.sqrt(1 - 2 * cut * density / kept)
    # END SOLUTION


def draw_weights(
    shape: Sequence[int],
    variance: float,
    distribution: str = "truncated_normal",
    seed: int | keras.random.SeedGenerator | None = None,
    dtype: str | None = None,
):
    """Draw weights of mean 0 and a given variance.

    "uniform"           on [-limit, limit], limit = sqrt(3 variance)
    "normal"            N(0, variance), not truncated
    "truncated_normal"  N(0, s^2) without what lies beyond 2 s, where
                        s = sqrt(variance) / truncated_normal_std(): the variance of what is left
                        is ``variance``

    Uses ``keras.random``, which takes ``seed`` and ``dtype`` as they are.

    Args:
        shape: the shape of the weight.
        variance: positive and finite.
        distribution: one of the three. Defaults to "truncated_normal".
        seed: an integer gives the same values at every call; a ``keras.random.SeedGenerator`` or
            ``None`` (Keras' global one) other values at every call.
        dtype: floating type. Defaults to ``keras.config.floatx()``.

    Returns:
        A tensor of this shape.

    Raises:
        ValueError: if ``variance`` is not positive and finite, or the distribution is unknown.

    Example:
        >>> draw_weights((2, 3), variance=0.1, seed=0).shape
        TensorShape([2, 3])

    Reference:
        X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural
        networks, 2010, equation 16, for the uniform form.

    Note:
        Keras' ``HeNormal`` and the like truncate, PyTorch's ``kaiming_normal_`` does not.
    """
    if not 0 < variance < math.inf:
        raise ValueError(f"variance must be positive and finite. Received: variance={variance}.")
    check_distribution(distribution)
    # BEGIN SOLUTION
    std = math.sqrt(variance)
    if distribution == "uniform":
        limit = math.sqrt(3) * std
        return keras.random.uniform(shape, -limit, limit, dtype=dtype, seed=seed)
    if distribution == "normal":
        return keras.random.normal(shape, stddev=std, dtype=dtype, seed=seed)
    wide = std / truncated_normal_std()
    return keras.random.truncated_normal(shape, stddev=wide, dtype=dtype, seed=seed)
    # END SOLUTION
