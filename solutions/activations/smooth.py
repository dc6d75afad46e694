"""The smooth gates: x times a soft step. Swish takes the sigmoid, GELU the normal distribution."""

from __future__ import annotations

import math

import numpy as np

from solutions.activations.floating import as_floating
from solutions.activations.saturating import sigmoid, sigmoid_derivative


def swish(x, beta: float = 1.0) -> np.ndarray:
    """Return x sigma(beta x), elementwise; beta = 1 is SiLU.

    Args:
        x: array of any shape, or a number.
        beta: steepness of the gate, any number. Defaults to 1.

    Returns:
        Array of the same shape and floating type.

    Raises:
        TypeError: if ``x`` does not hold real numbers.

    Example:
        >>> swish(np.array([0.0, 1e4])).tolist()
        [0.0, 10000.0]

    Reference:
        P. Ramachandran et al., Searching for activation functions, 2017, arXiv:1710.05941.
    """
    x = as_floating(x)
    beta = x.dtype.type(beta)
    # BEGIN SOLUTION
    return x * sigmoid(beta * x)
    # END SOLUTION


def swish_derivative(x, beta: float = 1.0) -> np.ndarray:
    """Return the derivative of Swish, s + beta x s (1 - s) with s = sigma(beta x), elementwise.

    Args:
        x: array of any shape, or a number.
        beta: steepness of the gate. Defaults to 1.

    Returns:
        Array of the same shape and floating type; for beta = 1 within [-0.0998, 1.0998].

    Raises:
        TypeError: if ``x`` does not hold real numbers.

    Example:
        >>> swish_derivative(np.array([-1e4, 0.0, 1e4])).tolist()
        [0.0, 0.5, 1.0]

    Reference:
        P. Ramachandran et al., 2017, arXiv:1710.05941.
    """
    x = as_floating(x)
    beta = x.dtype.type(beta)
    # BEGIN SOLUTION
    return sigmoid(beta * x) + beta * x * sigmoid_derivative(beta * x)
    # END SOLUTION


def gelu(x) -> np.ndarray:
    """Return x Phi(x), elementwise, with the distribution function of N(0, 1).

    Phi(x) = (1 + erf(x / sqrt 2)) / 2 = erfc(-x / sqrt 2) / 2. The second form does not cancel on
    the negative side. ``math.erfc`` takes one number at a time.

    Args:
        x: array of any shape, or a number.

    Returns:
        Array of the same shape and floating type.

    Raises:
        TypeError: if ``x`` does not hold real numbers.

    Example:
        >>> gelu(np.array([0.0, 1e4])).tolist()
        [0.0, 10000.0]
        >>> round(float(gelu(1.0)), 6)
        0.841345

    Reference:
        D. Hendrycks, K. Gimpel, Gaussian error linear units, 2016, arXiv:1606.08415, section 2.
    """
    x = as_floating(x)
    # BEGIN SOLUTION
    erfc = np.vectorize(math.erfc, otypes=[x.dtype.char])
    return x * erfc(-x / math.sqrt(2)) / 2
    # END SOLUTION


def gelu_derivative(x) -> np.ndarray:
    """Return the derivative of GELU, Phi(x) + x phi(x), elementwise.

    phi(x) = exp(-x^2 / 2) / sqrt(2 pi) is the density of N(0, 1).

    Args:
        x: array of any shape, or a number.

    Returns:
        Array of the same shape and floating type, within [-0.1290, 1.1290].

    Raises:
        TypeError: if ``x`` does not hold real numbers.

    Example:
        >>> gelu_derivative(np.array([-1e4, 0.0, 1e4])).tolist()
        [0.0, 0.5, 1.0]

    Reference:
        D. Hendrycks, K. Gimpel, 2016, arXiv:1606.08415, section 2.
    """
    x = as_floating(x)
    # BEGIN SOLUTION
    erfc = np.vectorize(math.erfc, otypes=[x.dtype.char])
    density = np.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    return erfc(-x / math.sqrt(2)) / 2 + x * density
    # END SOLUTION


def gelu_tanh(x) -> np.ndarray:
    """Return the tanh form of GELU, elementwise.

    x (1 + tanh(u)) / 2 = x sigma(2 u) with u = sqrt(2 / pi) (x + 0.044715 x^3); within 5e-4 of
    ``gelu``. The second form does not cancel on the negative side.

    Args:
        x: array of any shape, or a number.

    Returns:
        Array of the same shape and floating type.

    Raises:
        TypeError: if ``x`` does not hold real numbers.

    Example:
        >>> gelu_tanh(np.array([0.0, 1e4])).tolist()
        [0.0, 10000.0]

    Reference:
        D. Hendrycks, K. Gimpel, 2016, arXiv:1606.08415, section 2.
    """
    x = as_floating(x)
    # BEGIN SOLUTION
    u = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)
    return x * sigmoid(2 * u)
    # END SOLUTION


def gelu_tanh_derivative(x) -> np.ndarray:
    """Return the derivative of ``gelu_tanh``, elementwise.

    (1 + tanh(u)) / 2 + x (1 - tanh(u)^2) u' / 2 = sigma(2 u) + 2 x sigma'(2 u) u' with
    u' = sqrt(2 / pi) (1 + 3 * 0.044715 x^2).

    Args:
        x: array of any shape, or a number.

    Returns:
        Array of the same shape and floating type.

    Raises:
        TypeError: if ``x`` does not hold real numbers.

    Example:
        >>> gelu_tanh_derivative(np.array([-1e4, 0.0, 1e4])).tolist()
        [0.0, 0.5, 1.0]

    Reference:
        D. Hendrycks, K. Gimpel, 2016, arXiv:1606.08415, section 2.
    """
    x = as_floating(x)
    # BEGIN SOLUTION
    root = math.sqrt(2 / math.pi)
    u = root * (x + 0.044715 * x**3)
    slope = root * (1 + 3 * 0.044715 * x**2)
    return sigmoid(2 * u) + 2 * x * sigmoid_derivative(2 * u) * slope
    # END SOLUTION
