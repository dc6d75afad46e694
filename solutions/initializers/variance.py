"""The variance that each scheme gives to a weight."""

from __future__ import annotations


def glorot_variance(fan_in: int, fan_out: int) -> float:
    """Return the weight variance of Glorot and Bengio, 2 / (fan_in + fan_out).

    For activation functions with slope 1 at 0 (tanh, linear). The lecture calls this
    ``calculate_xavier_variance``.

    Args:
        fan_in: inputs of the layer, at least 1.
        fan_out: outputs of the layer, at least 1.

    Returns:
        The variance.

    Raises:
        ValueError: if a fan is below 1.

    Example:
        >>> glorot_variance(100, 300)
        0.005

    Reference:
        X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural
        networks, 2010, equation 12.

    Note:
        It is the harmonic mean of 1/fan_in and 1/fan_out, the variances that the forward and the
        backward pass ask for; not their geometric mean.
    """
    if not (fan_in >= 1 and fan_out >= 1):
        raise ValueError(f"fans must be at least 1. Received: fan_in={fan_in}, fan_out={fan_out}.")
    # BEGIN SOLUTION
    return 2 / (fan_in + fan_out)
    # END SOLUTION


def he_variance(fan_in: int, negative_slope: float = 0.0) -> float:
    """Return the weight variance of He et al., 2 / ((1 + a^2) fan_in).

    For rectifiers with slope a on the negative side: E[f(z)^2] = (1 + a^2) / 2 * Var(z). The
    lecture calls this ``calculate_he_variance``.

    Args:
        fan_in: inputs of the layer, at least 1.
        negative_slope: a, finite. Defaults to 0, ReLU; 1 is the linear layer, and gives LeCun's
            variance.

    Returns:
        The variance.

    Raises:
        ValueError: if ``fan_in`` is below 1 or ``negative_slope`` is not finite.

    Example:
        >>> he_variance(100), he_variance(100, negative_slope=1.0)
        (0.02, 0.01)

    Reference:
        K. He et al., Delving deep into rectifiers, 2015, arXiv:1502.01852, equations 10 and 15.
    """
    if not (fan_in >= 1 and abs(negative_slope) < float("inf")):
        raise ValueError(
            "fan_in must be at least 1 and negative_slope finite. "
            f"Received: fan_in={fan_in}, negative_slope={negative_slope}."
        )
    # BEGIN SOLUTION
    return 2 / ((1 + negative_slope**2) * fan_in)
    # END SOLUTION


def lecun_variance(fan_in: int) -> float:
    """Return the weight variance of LeCun et al., 1 / fan_in.

    Args:
        fan_in: inputs of the layer, at least 1.

    Returns:
        The variance.

    Raises:
        ValueError: if ``fan_in`` is below 1.

    Example:
        >>> lecun_variance(100)
        0.01

    Reference:
        Y. LeCun et al., Efficient backprop, 1998, section 4.6.
    """
    if not fan_in >= 1:
        raise ValueError(f"fan_in must be at least 1. Received: fan_in={fan_in}.")
    # BEGIN SOLUTION
    return 1 / fan_in
    # END SOLUTION
