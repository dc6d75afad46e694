"""ReLU and the variants with a fixed slope or curve on its dead side: Leaky ReLU, ELU."""

from __future__ import annotations

import numpy as np

from solutions.activations.floating import as_floating


def relu(x) -> np.ndarray:
    """Return max(0, x), elementwise.

    Args:
        x: array of any shape, or a number.

    Returns:
        Array of the same shape and floating type, at least 0.

    Raises:
        TypeError: if ``x`` does not hold real numbers.

    Example:
        >>> relu([-2.0, 0.0, 3.0]).tolist()
        [0.0, 0.0, 3.0]

    Reference:
        V. Nair, G. Hinton, Rectified linear units improve restricted Boltzmann machines, 2010.
    """
    x = as_floating(x)
    # BEGIN SOLUTION
    return np.maximum(x, 0)
    # END SOLUTION


def relu_derivative(x) -> np.ndarray:
    """Return the derivative of ReLU: 1 for x > 0, else 0, elementwise.

    At 0, where ReLU has no derivative, the value is 0, as in TensorFlow.

    Args:
        x: array of any shape, or a number.

    Returns:
        Array of the same shape and floating type, of zeros and ones.

    Raises:
        TypeError: if ``x`` does not hold real numbers.

    Example:
        >>> relu_derivative([-2.0, 0.0, 3.0]).tolist()
        [0.0, 0.0, 1.0]
    """
    x = as_floating(x)
    # BEGIN SOLUTION
    return (x > 0).astype(x.dtype)
    # END SOLUTION


def as_alpha(alpha: float, x: np.ndarray) -> np.floating:
    """Return ``alpha`` in the floating type of ``x``, so that their product keeps that type.

    Args:
        alpha: number, at least 0.
        x: floating-point array.

    Returns:
        A NumPy scalar.

    Raises:
        ValueError: if ``alpha`` is negative or NaN.

    Example:
        >>> as_alpha(np.float64(0.25), np.zeros(3, "float32")).dtype.name
        'float32'
    """
    if not alpha >= 0:
        raise ValueError(f"alpha must be at least 0. Received: alpha={alpha}.")
    return x.dtype.type(alpha)


def leaky_relu(x, alpha: float = 0.01) -> np.ndarray:
    """Return x for x > 0, alpha x else, elementwise.

    Args:
        x: array of any shape, or a number.
        alpha: slope on the negative side, at least 0. Defaults to 0.01.

    Returns:
        Array of the same shape and floating type.

    Raises:
        TypeError: if ``x`` does not hold real numbers.
        ValueError: if ``alpha`` is negative or NaN.

    Example:
        >>> leaky_relu([-2.0, 3.0], alpha=0.5).tolist()
        [-1.0, 3.0]

    Reference:
        A. Maas, A. Hannun, A. Ng, Rectifier nonlinearities improve neural network acoustic models,
        2013.

    Note:
        max(alpha x, x) is the same function only for alpha <= 1. The default is the paper's; that
        of ``keras.activations.leaky_relu`` is 0.2, that of ``keras.layers.LeakyReLU`` 0.3.
    """
    x = as_floating(x)
    alpha = as_alpha(alpha, x)
    # BEGIN SOLUTION
    return np.where(x > 0, x, alpha * x)
    # END SOLUTION


def leaky_relu_derivative(x, alpha: float = 0.01) -> np.ndarray:
    """Return the derivative of Leaky ReLU: 1 for x > 0, alpha else (also at 0), elementwise.

    Args:
        x: array of any shape, or a number.
        alpha: slope on the negative side, at least 0. Defaults to 0.01.

    Returns:
        Array of the same shape and floating type.

    Raises:
        TypeError: if ``x`` does not hold real numbers.
        ValueError: if ``alpha`` is negative or NaN.

    Example:
        >>> leaky_relu_derivative([-2.0, 3.0], alpha=0.5).tolist()
        [0.5, 1.0]
    """
    x = as_floating(x)
    alpha = as_alpha(alpha, x)
    # BEGIN SOLUTION
    return np.where(x > 0, x.dtype.type(1), alpha)
    # END SOLUTION


def elu(x, alpha: float = 1.0) -> np.ndarray:
    """Return x for x > 0, alpha (exp(x) - 1) else, elementwise.

    Args:
        x: array of any shape, or a number.
        alpha: minus the value that is approached on the negative side, at least 0. Defaults to 1.

    Returns:
        Array of the same shape and floating type, at least -alpha.

    Raises:
        TypeError: if ``x`` does not hold real numbers.
        ValueError: if ``alpha`` is negative or NaN.

    Example:
        >>> elu([-1e4, 0.0, 3.0]).tolist()
        [-1.0, 0.0, 3.0]

    Reference:
        D. Clevert et al., Fast and accurate deep network learning by exponential linear units,
        2016, arXiv:1511.07289, section 3.
    """
    x = as_floating(x)
    alpha = as_alpha(alpha, x)
    # BEGIN SOLUTION
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
    # END SOLUTION


def elu_derivative(x, alpha: float = 1.0) -> np.ndarray:
    """Return the derivative of ELU: 1 for x > 0, alpha exp(x) else (alpha at 0), elementwise.

    Continuous at 0 only for alpha = 1; otherwise ELU has a kink there.

    Args:
        x: array of any shape, or a number.
        alpha: as in ``elu``. Defaults to 1.

    Returns:
        Array of the same shape and floating type.

    Raises:
        TypeError: if ``x`` does not hold real numbers.
        ValueError: if ``alpha`` is negative or NaN.

    Example:
        >>> elu_derivative([-1e4, 0.0, 3.0], alpha=2.0).tolist()
        [0.0, 2.0, 1.0]
    """
    x = as_floating(x)
    alpha = as_alpha(alpha, x)
    # BEGIN SOLUTION
    return np.where(x > 0, 1, alpha * np.exp(np.minimum(x, 0)))
    # END SOLUTION
