"""The chain rule where every factor can be seen: a chain of scalars."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np


def chain_gradient(
    x: float,
    weights: Sequence[float],
    biases: Sequence[float],
    f: Callable[[float], float],
    df: Callable[[float], float],
) -> tuple[float, np.ndarray]:
    """Return the gradient of a chain of scalar layers, and its factors.

    h_0 = x,  z_l = w_l h_{l-1} + b_l,  h_l = f(z_l);
    dh_L/dx = prod_l f'(z_l) w_l.

    Args:
        x: the input, a number.
        weights: numbers w_1..w_L, at least one, in the order of the layers.
        biases: numbers b_1..b_L.
        f: the activation function, from number to number.
        df: its derivative, as a function of z (not of h).

    Returns:
        ``(gradient, factors)``: dh_L/dx as a float, and the L factors f'(z_l) w_l as a float64
        array of shape (L,), first layer first.

    Raises:
        ValueError: if there is no layer, or not one bias for each weight.

    Example:
        Two linear layers of weight 3 and 4:

        >>> gradient, factors = chain_gradient(1.0, [3, 4], [0, 0], lambda z: z, lambda z: 1.0)
        >>> gradient, factors.tolist()
        (12.0, [3.0, 4.0])

    Reference:
        D. Rumelhart, G. Hinton, R. Williams, Learning representations by back-propagating errors,
        Nature 323, 1986.
    """
    if len(weights) == 0 or len(weights) != len(biases):
        raise ValueError(
            "weights and biases must have the same length, at least 1. "
            f"Received: len(weights)={len(weights)}, len(biases)={len(biases)}."
        )
    # BEGIN SOLUTION
    h, factors = x, []
    for w, b in zip(weights, biases, strict=True):
        z = w * h + b
        h = f(z)
        factors.append(df(z) * w)
    return float(np.prod(factors)), np.array(factors, dtype=np.float64)
    # END SOLUTION
