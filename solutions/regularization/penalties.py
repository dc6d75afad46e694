"""Penalties on the weights, each with its gradient."""

from __future__ import annotations

import tensorflow as tf


def l1_penalty(w: tf.Tensor, l1: float) -> tuple[tf.Tensor, tf.Tensor]:
    """Return the L1 penalty and its subgradient.

    value = l1 * sum |w|,    gradient = l1 * sign(w), with sign(0) = 0

    Args:
        w: weights, float tensor of any shape.
        l1: strength, 0 or more.

    Returns:
        The scalar value and the gradient, of the shape and dtype of ``w``.

    Raises:
        ValueError: if ``l1`` is negative.

    Example:
        >>> value, gradient = l1_penalty([3.0, -4.0, 0.0], l1=0.5)
        >>> float(value), gradient.numpy().tolist()
        (3.5, [0.5, -0.5, 0.0])

    Reference:
        Tibshirani, "Regression Shrinkage and Selection via the Lasso", 1996.

    Note:
        At 0 every number in [-l1, l1] is a subgradient; 0 is the one chosen here, as TensorFlow's
        derivative of ``tf.abs`` does.
    """
    if not l1 >= 0:
        raise ValueError(f"l1 must be 0 or more. Received: l1={l1}.")
    w = tf.convert_to_tensor(w)
    # BEGIN SOLUTION
    return l1 * tf.reduce_sum(tf.abs(w)), l1 * tf.sign(w)
    # END SOLUTION


def l2_penalty(w: tf.Tensor, l2: float) -> tuple[tf.Tensor, tf.Tensor]:
    """Return the L2 penalty and its gradient.

    value = l2 * sum w^2,    gradient = 2 * l2 * w

    Args:
        w: weights, float tensor of any shape.
        l2: strength, 0 or more.

    Returns:
        The scalar value and the gradient, of the shape and dtype of ``w``.

    Raises:
        ValueError: if ``l2`` is negative.

    Example:
        >>> value, gradient = l2_penalty([3.0, -4.0], l2=0.5)
        >>> float(value), gradient.numpy().tolist()
        (12.5, [3.0, -4.0])

    Reference:
        Hoerl and Kennard, "Ridge Regression: Biased Estimation for Nonorthogonal Problems", 1970.

    Note:
        Without the factor 1/2, as in the course and in ``keras.regularizers.L2``. Books that write
        alpha / 2 * ||w||^2 (Goodfellow et al., Eq. 7.2) have alpha = 2 * l2.
    """
    if not l2 >= 0:
        raise ValueError(f"l2 must be 0 or more. Received: l2={l2}.")
    w = tf.convert_to_tensor(w)
    # BEGIN SOLUTION
    return l2 * tf.reduce_sum(tf.square(w)), 2 * l2 * w
    # END SOLUTION


def elastic_net_penalty(w: tf.Tensor, l1: float, l2: float) -> tuple[tf.Tensor, tf.Tensor]:
    """Return the sum of both penalties and its gradient.

    value = l1 * sum |w| + l2 * sum w^2,    gradient = l1 * sign(w) + 2 * l2 * w

    Args:
        w: weights, float tensor of any shape.
        l1: strength of the L1 part, 0 or more; with 0 this is ``l2_penalty``.
        l2: strength of the L2 part, 0 or more; with 0 this is ``l1_penalty``.

    Returns:
        The scalar value and the gradient, of the shape and dtype of ``w``.

    Raises:
        ValueError: if a strength is negative.

    Example:
        >>> value, gradient = elastic_net_penalty([3.0, -4.0], l1=1.0, l2=0.5)
        >>> float(value), gradient.numpy().tolist()
        (19.5, [4.0, -5.0])

    Reference:
        Zou and Hastie, "Regularization and variable selection via the elastic net", 2005, Eq. 3.
    """
    # BEGIN SOLUTION
    value_1, gradient_1 = l1_penalty(w, l1)
    value_2, gradient_2 = l2_penalty(w, l2)
    return value_1 + value_2, gradient_1 + gradient_2
    # END SOLUTION
