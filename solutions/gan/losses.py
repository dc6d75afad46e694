"""The losses of the game, from logits. All are minimised."""

from __future__ import annotations

from typing import Any

import tensorflow as tf


def check_logits(logits: Any) -> tf.Tensor:
    """Return logits as a tensor; refuse what has no mean.

    Args:
        logits: floating, any shape, not empty.

    Returns:
        A tensor of the same shape and dtype.

    Raises:
        TypeError: if they are not floating.
        ValueError: if there are none.

    Example:
        >>> check_logits([0.5, -1.0]).shape
        TensorShape([2])
    """
    logits = tf.convert_to_tensor(logits)
    if not logits.dtype.is_floating:
        raise TypeError(f"logits must be floating. Received: dtype {logits.dtype.name}.")
    if logits.shape.num_elements() == 0:
        raise ValueError(f"logits must not be empty. Received: shape {tuple(logits.shape)}.")
    return logits


def discriminator_loss(real_logits: Any, fake_logits: Any) -> tf.Tensor:
    r"""Return the discriminator's loss: cross-entropy with real = 1, fake = 0.

    .. math::
        L_D = -\mathrm{mean}\, \log \sigma(d_{real}) - \mathrm{mean}\, \log(1 - \sigma(d_{fake}))

    Each mean is over its own batch, and the two are added, not averaged.

    Args:
        real_logits: D(x), any shape, floating; not empty.
        fake_logits: D(G(z)), any shape, same dtype; not empty.

    Returns:
        A scalar of the dtype of the logits, at least 0; 2 log 2 = 1.386 where all logits are 0.
        Finite for all finite logits.

    Raises:
        TypeError: if the logits are not floating.
        ValueError: if there are none.

    Example:
        >>> round(float(discriminator_loss(tf.zeros(4), tf.zeros(4))), 4)
        1.3863
        >>> float(discriminator_loss(tf.constant([-200.0]), tf.constant([-200.0])))
        200.0

    Reference:
        Goodfellow et al., Generative Adversarial Nets, 2014, arXiv:1406.2661, Algorithm 1, whose
        ascent direction is the negative gradient of this loss.

    Note:
        With a plus in front of the second term, as it is sometimes printed, the discriminator would
        be paid for calling fakes real, and the loss would have no lower bound.
    """
    real_logits, fake_logits = check_logits(real_logits), check_logits(fake_logits)
    # BEGIN SOLUTION
    # -log sigmoid(d) = softplus(-d),  -log(1 - sigmoid(d)) = softplus(d)
    return tf.reduce_mean(tf.nn.softplus(-real_logits)) + tf.reduce_mean(
        tf.nn.softplus(fake_logits)
    )
    # END SOLUTION


def generator_loss(fake_logits: Any) -> tf.Tensor:
    r"""Return the non-saturating loss of the generator.

    .. math::
        L_G = -\mathrm{mean}\, \log \sigma(d_{fake}), \qquad
        \partial L_G / \partial d = (\sigma(d) - 1) / n

    Args:
        fake_logits: D(G(z)), any shape, floating; not empty.

    Returns:
        A scalar of the dtype of the logits, at least 0; log 2 where all logits are 0.

    Raises:
        TypeError: if the logits are not floating.
        ValueError: if there are none.

    Example:
        >>> float(generator_loss(tf.constant([-200.0])))  # D is sure: a large loss, slope -1
        200.0

    Reference:
        Goodfellow et al., 2014, arXiv:1406.2661, Section 3.
    """
    fake_logits = check_logits(fake_logits)
    # BEGIN SOLUTION
    return tf.reduce_mean(tf.nn.softplus(-fake_logits))
    # END SOLUTION


def saturating_generator_loss(fake_logits: Any) -> tf.Tensor:
    r"""Return the generator's part of the game as it is written, which saturates.

    .. math::
        L_G = \mathrm{mean}\, \log(1 - \sigma(d_{fake})), \qquad
        \partial L_G / \partial d = -\sigma(d) / n

    Args:
        fake_logits: D(G(z)), any shape, floating; not empty.

    Returns:
        A scalar of the dtype of the logits, at most 0; -log 2 where all logits are 0.

    Raises:
        TypeError: if the logits are not floating.
        ValueError: if there are none.

    Example:
        >>> abs(float(saturating_generator_loss(tf.constant([-200.0]))))  # D is sure: nothing left
        0.0

    Reference:
        Goodfellow et al., 2014, arXiv:1406.2661, Equation 1.
    """
    fake_logits = check_logits(fake_logits)
    # BEGIN SOLUTION
    return -tf.reduce_mean(tf.nn.softplus(fake_logits))
    # END SOLUTION
