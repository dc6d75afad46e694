"""The factor by which each layer multiplies the gradient, fitted to the measured norms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class DecayFit(NamedTuple):
    """The line norm_l = output_norm * factor^(L - 1 - l), for layers l = 0..L-1."""

    factor: float  # what one step towards the input multiplies the gradient norm by
    output_norm: float  # fitted norm at the last layer


def fit_decay(norms: Sequence[float]) -> DecayFit:
    """Fit a geometric decay to the gradient norms of a network.

    Least squares on the logarithm: log norm_l = a + s (L - 1 - l), where L - 1 - l counts the
    steps back from the last layer; factor = exp(s), output_norm = exp(a). A factor below 1 is a
    vanishing gradient, above 1 an exploding one, 1 a preserved one.

    Args:
        norms: one norm for each layer, input side first; at least two, positive and finite.

    Returns:
        A ``DecayFit``.

    Raises:
        ValueError: if there are fewer than two norms, or one is not positive and finite. A zero
            has no logarithm: say how many layers are dead, and fit the others.

    Example:
        >>> fit = fit_decay([0.001, 0.01, 0.1])
        >>> f"{fit.factor:.3f} {fit.output_norm:.3f}"
        '0.100 0.100'

    Reference:
        X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural
        networks, 2010, section 4.2 (gradients at the start, layer by layer; the fit is ours).
    """
    norms = np.asarray(norms, dtype=np.float64)
    if norms.ndim != 1 or norms.size < 2:
        raise ValueError(f"norms must be a list of at least two. Received: shape={norms.shape}.")
    if not (np.isfinite(norms).all() and (norms > 0).all()):
        raise ValueError(f"norms must be positive and finite. Received: norms={norms.tolist()}.")
    # BEGIN SOLUTION
    steps_back = np.arange(norms.size)[::-1]
    slope, intercept = np.polyfit(steps_back, np.log(norms), deg=1)
    return DecayFit(factor=float(np.exp(slope)), output_norm=float(np.exp(intercept)))
    # END SOLUTION
