"""A small fully connected network as a pure function of its parameters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import tensorflow as tf


def initial_params(
    sizes: Sequence[int] = (1, 40, 40, 1), seed: int = 0, dtype: str = "float32"
) -> list[tf.Tensor]:
    """Draw the parameters ``[W_1, b_1, ..., W_L, b_L]`` of a fully connected network.

    Kernels are Glorot-uniform, U(-a, a) with a = sqrt(6 / (fan_in + fan_out)); biases are zero.

    Args:
        sizes: widths from input to output, at least two positive integers. Defaults to the
            1-40-40-1 network of the paper's regression experiment.
        seed: seed of the draw. Defaults to 0.
        dtype: ``"float32"`` or ``"float64"``. Defaults to ``"float32"``.

    Returns:
        2 * (len(sizes) - 1) tensors: kernels of shape (in, out), biases of shape (out,).

    Raises:
        ValueError: if there are fewer than two sizes or one is not positive.

    Example:
        >>> [tuple(p.shape) for p in initial_params((1, 8, 1))]
        [(1, 8), (8,), (8, 1), (1,)]
    """
    if len(sizes) < 2 or min(sizes) < 1:
        raise ValueError(f"sizes must be two or more positive widths. Received: sizes={sizes}.")
    rng = np.random.default_rng(seed)
    params = []
    for fan_in, fan_out in pairwise(sizes):
        limit = np.sqrt(6.0 / (fan_in + fan_out))
        params.append(tf.constant(rng.uniform(-limit, limit, (fan_in, fan_out)), dtype))
        params.append(tf.zeros(fan_out, dtype))
    return params


def forward(params: list[tf.Tensor], x: tf.Tensor) -> tf.Tensor:
    """Apply the network with the given parameters.

    h_0 = x,    h_l = tanh(h_{l-1} W_l + b_l) for l < L,    output = h_{L-1} W_L + b_L

    Args:
        params: ``[W_1, b_1, ..., W_L, b_L]``, W_l of shape (in, out), b_l of shape (out,).
        x: inputs of shape (n, in); cast to the dtype of the parameters.

    Returns:
        Outputs of shape (n, out): the last layer is linear.

    Raises:
        ValueError: if ``params`` is empty or of odd length.

    Example:
        >>> W, b = tf.constant([[2.0]]), tf.constant([1.0])
        >>> forward([W, b], [[3.0]]).numpy().tolist()
        [[7.0]]

    Note:
        The paper uses ReLU. tanh is smooth, so the second derivatives that MAML needs exist
        everywhere and can be checked by finite differences at any point.
    """
    if len(params) == 0 or len(params) % 2:
        raise ValueError(
            "params must be [W_1, b_1, ..., W_L, b_L], an even number of tensors. "
            f"Received: {len(params)} tensors."
        )
    # BEGIN SOLUTION
    hidden = tf.cast(x, params[0].dtype)
    for layer in range(0, len(params) - 2, 2):
        hidden = tf.tanh(hidden @ params[layer] + params[layer + 1])
    return hidden @ params[-2] + params[-1]
    # END SOLUTION


def task_loss(params: list[tf.Tensor], x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """Return the mean squared error of the network on one set of points.

    L = mean over all entries of (forward(params, x) - y)^2

    Args:
        params: parameters as ``forward`` takes them.
        x: inputs of shape (n, in).
        y: targets of shape (n, out), the shape of the network's output.

    Returns:
        A scalar tensor of the parameters' dtype.

    Raises:
        ValueError: if the shapes of output and targets differ; they would broadcast silently.

    Example:
        >>> float(task_loss([tf.constant([[2.0]]), tf.constant([1.0])], [[3.0]], [[5.0]]))
        4.0
    """
    output = forward(params, x)
    y = tf.cast(y, output.dtype)
    if output.shape != y.shape:
        raise ValueError(
            f"y must have the shape of the network's output, {tuple(output.shape)}. "
            f"Received: y of shape {tuple(y.shape)}."
        )
    return tf.reduce_mean(tf.square(output - y))
