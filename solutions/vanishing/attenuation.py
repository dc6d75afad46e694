"""The steepest slope of an activation function, and what it leaves of a gradient after L layers."""

from __future__ import annotations

from collections.abc import Callable

import keras
import tensorflow as tf


def max_derivative(activation: str | Callable, limit: float = 10.0, points: int = 20_001) -> float:
    """Return the largest slope of an activation function.

    sup |f'(x)|, read off a grid: ``points`` equally spaced values from ``-limit`` to ``limit`` in
    float64, differentiated with a ``tf.GradientTape``. For sigmoid, tanh and ReLU the result is
    exact, because an odd number of points puts 0 on the grid.

    Args:
        activation: name known to ``keras.activations``, or an elementwise function of a tensor.
        limit: half the width of the grid, positive and finite. Defaults to 10.
        points: number of grid points, odd and at least 3. Defaults to 20001.

    Returns:
        A Python float, at least 0.

    Raises:
        ValueError: if ``limit`` is not positive and finite, ``points`` is even or below 3, or
            Keras does not know the name.

    Example:
        >>> max_derivative("sigmoid"), max_derivative("tanh")
        (0.25, 1.0)
        >>> round(max_derivative("silu"), 4)  # steeper than 1, at x = 2.4
        1.0998

    Reference:
        R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of training recurrent neural networks,
        2013, arXiv:1211.5063, section 2.1 (there gamma: 1 for tanh, 1/4 for the sigmoid).
    """
    if not 0 < limit < float("inf"):
        raise ValueError(f"limit must be positive and finite. Received: limit={limit}.")
    if points < 3 or points % 2 == 0:
        raise ValueError(f"points must be odd and at least 3. Received: points={points}.")
    f = keras.activations.get(activation)
    # BEGIN SOLUTION
    x = tf.linspace(tf.constant(-limit, tf.float64), tf.constant(limit, tf.float64), points)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return float(tf.reduce_max(tf.abs(tape.gradient(y, x))))
    # END SOLUTION


def attenuation_bound(activation: str | Callable, depth: int, gain: float = 1.0) -> float:
    """Return the largest factor by which ``depth`` layers can multiply a gradient.

    ||dL/dh_0|| <= (gain * sup|f'|)^depth * ||dL/dh_depth||.

    Args:
        activation: the activation function f of every layer, as in ``max_derivative``.
        depth: number of layers, at least 0.
        gain: upper bound on the spectral norm of every weight matrix, at least 0. Defaults to 1:
            weights that do not amplify. The bound of 0.25^depth for the sigmoid needs this.

    Returns:
        A Python float; below 1 the gradient must shrink, above 1 nothing follows.

    Raises:
        ValueError: if ``depth`` or ``gain`` is not at least 0, or Keras does not know the name.

    Example:
        >>> f"{attenuation_bound('sigmoid', 10):.3g}"
        '9.54e-07'
        >>> attenuation_bound("sigmoid", 10, gain=4.0)  # weights of norm 4 undo the sigmoid
        1.0

    Reference:
        R. Pascanu, T. Mikolov, Y. Bengio, 2013, arXiv:1211.5063, section 2.1 (the same argument,
        with one matrix for all steps).
    """
    if not depth >= 0:
        raise ValueError(f"depth must be at least 0. Received: depth={depth}.")
    if not gain >= 0:
        raise ValueError(f"gain must be at least 0. Received: gain={gain}.")
    # BEGIN SOLUTION
    return (gain * max_derivative(activation)) ** depth
    # END SOLUTION
