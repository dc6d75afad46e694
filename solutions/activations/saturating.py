"""The two functions that level off on both sides: sigmoid and tanh."""

from __future__ import annotations

import numpy as np

from solutions.activations.floating import as_floating


def sigmoid(x) -> np.ndarray:
    """Return the logistic sigmoid, 1 / (1 + exp(-x)), elementwise.

    Computed so that no exponential overflows, for any finite x.

    Args:
        x: array of any shape, or a number.

    Returns:
        Array of the same shape and floating type, in [0, 1].

    Raises:
        TypeError: if ``x`` does not hold real numbers.

    Example:
        >>> sigmoid(np.array([-1e4, 0.0, 1e4])).tolist()
        [0.0, 0.5, 1.0]

    Reference:
        Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, Efficient BackProp, 1998, section 4.4.
    """
    x = as_floating(x)
    # BEGIN SOLUTION
    e = np.exp(-np.abs(x))  # in (0, 1]: cannot overflow
    return np.where(x >= 0, 1, e) / (1 + e)
    # END SOLUTION


def sigmoid_derivative(x) -> np.ndarray:
    """Return the derivative of the sigmoid, sigma(x) (1 - sigma(x)), elementwise.

    At most 0.25, at x = 0. Accurate to rounding on both sides: the formula as it stands is 0 from
    x = 17 on in float32, where 1 - sigma rounds to 0.

    Args:
        x: array of any shape, or a number (the input of the sigmoid, not its output).

    Returns:
        Array of the same shape and floating type, in [0, 0.25].

    Raises:
        TypeError: if ``x`` does not hold real numbers.

    Example:
        >>> float(sigmoid_derivative(0.0))
        0.25
        >>> bool(sigmoid_derivative(np.float32(20)) > 0)
        True
    """
    x = as_floating(x)
    # BEGIN SOLUTION
    e = np.exp(-np.abs(x))
    return e / (1 + e) ** 2
    # END SOLUTION


def tanh(x) -> np.ndarray:
    """Return the hyperbolic tangent, (exp(x) - exp(-x)) / (exp(x) + exp(-x)), elementwise.

    Args:
        x: array of any shape, or a number.

    Returns:
        Array of the same shape and floating type, in [-1, 1].

    Raises:
        TypeError: if ``x`` does not hold real numbers.

    Example:
        >>> tanh(np.array([-1e4, 0.0, 1e4])).tolist()
        [-1.0, 0.0, 1.0]

    Reference:
        Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, Efficient BackProp, 1998, section 4.4 (why tanh
        before the sigmoid).
    """
    x = as_floating(x)
    # BEGIN SOLUTION
    return np.tanh(x)
    # END SOLUTION


def tanh_derivative(x) -> np.ndarray:
    """Return the derivative of tanh, 1 - tanh(x)^2, elementwise.

    At most 1, at x = 0. Accurate to rounding on both sides: the formula as it stands is 0 from
    x = 9 on in float32.

    Args:
        x: array of any shape, or a number (the input of tanh, not its output).

    Returns:
        Array of the same shape and floating type, in [0, 1].

    Raises:
        TypeError: if ``x`` does not hold real numbers.

    Example:
        >>> float(tanh_derivative(0.0))
        1.0
        >>> bool(tanh_derivative(np.float32(12)) > 0)
        True
    """
    x = as_floating(x)
    # BEGIN SOLUTION
    e = np.exp(-2 * np.abs(x))
    return 4 * e / (1 + e) ** 2  # 1 / cosh(x)^2
    # END SOLUTION
