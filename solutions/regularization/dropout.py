"""Dropout and its variants: which units, channels or weights take part in a training step."""

from __future__ import annotations

import numpy as np
import tensorflow as tf


def dropout(
    x: tf.Tensor,
    rate: float,
    training: bool = True,
    mask: tf.Tensor | None = None,
    rng: np.random.Generator | int | None = None,
) -> tf.Tensor:
    """Drop each entry with probability ``rate`` and scale the others up: inverted dropout.

    training: y = x * mask / (1 - rate), so that the mean over masks is x;  otherwise: y = x

    Args:
        x: float tensor of any shape.
        rate: probability of being dropped, in [0, 1).
        training: ``False`` returns ``x`` unchanged. Defaults to ``True``.
        mask: boolean, broadcastable to ``x``; True = kept. Defaults to ``None``: drawn from
            ``rng``, kept where U(0, 1) >= rate, one draw for each entry of ``x``.
        rng: a NumPy generator, or a seed for a new one; used only without a mask.

    Returns:
        Tensor of the shape and dtype of ``x``.

    Raises:
        ValueError: if ``rate`` is outside [0, 1), a mask must be drawn and there is no ``rng``, or
            the mask does not fit ``x``.

    Example:
        >>> dropout([1.0, 2.0, 3.0], rate=0.5, mask=[True, False, True]).numpy().tolist()
        [2.0, 0.0, 6.0]

    Reference:
        Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting",
        JMLR 15, 2014, Section 4. The paper scales the weights at test time; the inverted form
        scales in training instead and leaves the test as it is.
    """
    if not 0 <= rate < 1:
        raise ValueError(f"rate must be in [0, 1). Received: rate={rate}.")
    if training and mask is None and rng is None:
        raise ValueError("training needs a mask or an rng. Received: neither.")
    x = tf.convert_to_tensor(x)
    if mask is not None:
        mask = tf.convert_to_tensor(mask)
        if tf.broadcast_static_shape(mask.shape, x.shape) != x.shape:
            raise ValueError(
                "mask must be broadcastable to x. "
                f"Received: mask of shape {tuple(mask.shape)}, x of shape {tuple(x.shape)}."
            )
    # BEGIN SOLUTION
    if not training:
        return x
    if mask is None:
        mask = np.random.default_rng(rng).random(tuple(x.shape)) >= rate
    return x * tf.cast(mask, x.dtype) / (1 - rate)
    # END SOLUTION


def spatial_dropout(
    x: tf.Tensor,
    rate: float,
    training: bool = True,
    mask: tf.Tensor | None = None,
    rng: np.random.Generator | int | None = None,
) -> tf.Tensor:
    """Drop whole feature maps: each channel of each example, at all positions together.

    Neighbouring positions of a feature map are so alike that dropping single entries hides little.

    Args:
        x: tensor of shape (batch, ..., channels), at least rank 3.
        rate: probability that a channel is dropped, in [0, 1).
        training: ``False`` returns ``x`` unchanged. Defaults to ``True``.
        mask: boolean of shape (batch, channels); True = kept. Defaults to ``None``: drawn from
            ``rng``, kept where U(0, 1) >= rate.
        rng: a NumPy generator, or a seed for a new one; used only without a mask.

    Returns:
        Tensor of the shape and dtype of ``x``; kept channels are divided by 1 - rate.

    Raises:
        ValueError: as ``dropout``, and if ``x`` has a rank below 3 or the mask another shape.

    Example:
        >>> y = spatial_dropout(tf.ones((1, 2, 2, 2)), rate=0.5, mask=[[True, False]])
        >>> y[0, :, :, 0].numpy().tolist(), y[0, :, :, 1].numpy().tolist()
        ([[2.0, 2.0], [2.0, 2.0]], [[0.0, 0.0], [0.0, 0.0]])

    Reference:
        Tompson et al., "Efficient Object Localization Using Convolutional Networks", CVPR 2015,
        arXiv:1411.4280, Section 3.2.
    """
    x = tf.convert_to_tensor(x)
    if x.shape.rank < 3:
        raise ValueError(
            "x must have the shape (batch, ..., channels) with at least one position axis. "
            f"Received: shape {tuple(x.shape)}."
        )
    batch, channels = x.shape[0], x.shape[-1]
    if mask is not None and np.shape(mask) != (batch, channels):
        raise ValueError(
            f"mask must have the shape (batch, channels) = {(batch, channels)}. "
            f"Received: shape {tuple(np.shape(mask))}."
        )
    # BEGIN SOLUTION
    if training and mask is None and rng is not None:
        mask = np.random.default_rng(rng).random((batch, channels)) >= rate
    if mask is not None:
        mask = tf.reshape(mask, (batch, *[1] * (x.shape.rank - 2), channels))  # (batch, 1, ..., C)
    return dropout(x, rate, training, mask)
    # END SOLUTION


def drop_connect(
    x: tf.Tensor,
    kernel: tf.Tensor,
    bias: tf.Tensor,
    rate: float,
    training: bool = True,
    mask: tf.Tensor | None = None,
    rng: np.random.Generator | int | None = None,
) -> tf.Tensor:
    """Apply a dense layer in which single weights are dropped instead of units.

    training: y = x (kernel * mask / (1 - rate)) + bias;  otherwise: y = x kernel + bias

    The bias is never dropped. One mask serves the whole batch.

    Args:
        x: inputs of shape (batch, in).
        kernel: weights of shape (in, out).
        bias: shape (out,).
        rate: probability that a weight is dropped, in [0, 1).
        training: Defaults to ``True``.
        mask: boolean of shape (in, out); True = kept. Defaults to ``None``: drawn from ``rng``.
        rng: a NumPy generator, or a seed for a new one; used only without a mask.

    Returns:
        Outputs of shape (batch, out), before any activation.

    Raises:
        ValueError: as ``dropout``, and if ``x``, ``kernel`` and ``bias`` do not fit together.

    Example:
        >>> mask = [[True], [False]]
        >>> drop_connect([[1.0, 1.0]], [[3.0], [5.0]], [0.5], rate=0.5, mask=mask).numpy().tolist()
        [[6.5]]

    Reference:
        Wan et al., "Regularization of Neural Networks using DropConnect", ICML 2013. The paper
        draws a mask for each example and samples at inference; here the mean is used, as in
        dropout.
    """
    kernel = tf.convert_to_tensor(kernel)
    x, bias = (tf.convert_to_tensor(part, kernel.dtype) for part in (x, bias))
    if x.shape[-1:] != kernel.shape[:1] or bias.shape != kernel.shape[1:]:
        raise ValueError(
            "x, kernel and bias must have the shapes (batch, in), (in, out) and (out,). Received "
            f"shapes: x={tuple(x.shape)}, kernel={tuple(kernel.shape)}, bias={tuple(bias.shape)}."
        )
    # BEGIN SOLUTION
    kept = dropout(kernel, rate, training, mask, rng)
    return tf.matmul(x, kept) + bias
    # END SOLUTION
