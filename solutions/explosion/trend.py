"""Where a sequence of norms is going: growth per step, and the steps left to a threshold."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np


def growth_rate(norms: Sequence[float], window: int = 5) -> float:
    """Return the factor by which the norms grow at each step.

    Least squares on the logarithm: log norm_t = a + b t over the last ``window`` usable norms,
    t = 0, 1, 2, ...; the rate is exp(b). Norms that are zero, NaN or infinite have no logarithm:
    they are left out, so that one bad step cannot spoil the trend.

    Args:
        norms: gradient norms, oldest first, none negative.
        window: how many usable norms the line goes through, at least 2. Defaults to 5.

    Returns:
        The factor per step: 1 is steady, 2 doubles. NaN if fewer than ``window`` are usable.

    Raises:
        ValueError: if ``window`` is below 2, or a norm is negative.

    Example:
        >>> round(growth_rate([1.0, 2.0, 4.0, 8.0, 16.0]), 6)
        2.0
        >>> growth_rate([1.0, 2.0])
        nan

    Reference:
        Rising norms as an early sign: the lecture notes, 2.4; the fit is ours.
    """
    if window < 2:
        raise ValueError(f"window must be at least 2. Received: window={window}.")
    if any(norm < 0 for norm in norms):
        raise ValueError(f"norms must be at least 0. Received: norms={list(norms)}.")
    # BEGIN SOLUTION
    usable = [norm for norm in norms if math.isfinite(norm) and norm > 0][-window:]
    if len(usable) < window:
        return math.nan
    slope, _ = np.polyfit(np.arange(window), np.log(usable), deg=1)
    return float(np.exp(slope))
    # END SOLUTION


def steps_to_threshold(norm: float, rate: float, threshold: float = 100.0) -> float:
    """Return how many steps a growing norm needs to reach the threshold.

    norm * rate^k = threshold, so k = log(threshold / norm) / log(rate).

    Args:
        norm: the norm now, at least 0; it may be infinite.
        rate: factor per step, as from ``growth_rate``; it may be NaN.
        threshold: positive. Defaults to 100.

    Returns:
        k as a float (not rounded); 0 if the norm has reached the threshold; infinity if it never
        will: the rate is NaN or at most 1, or the norm is 0.

    Raises:
        ValueError: if ``threshold`` is not positive, or ``norm`` is negative or NaN.

    Example:
        >>> steps_to_threshold(norm=1.0, rate=10.0)
        2.0
        >>> steps_to_threshold(norm=1.0, rate=0.9)
        inf
    """
    if not threshold > 0:
        raise ValueError(f"threshold must be positive. Received: threshold={threshold}.")
    if not norm >= 0:
        raise ValueError(f"norm must be at least 0. Received: norm={norm}.")
    # BEGIN SOLUTION
    if norm >= threshold:
        return 0.0
    if norm == 0 or not rate > 1:
        return math.inf
    return math.log(threshold / norm) / math.log(rate)
    # END SOLUTION
