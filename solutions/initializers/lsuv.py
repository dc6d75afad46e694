"""Layer-sequential unit variance (LSUV), as published, with an end that is always reached.

Algorithm 1 of the paper, layer by layer from the input: start from an orthonormal kernel; while
the variance of the layer's output B on a batch is further than ``tolerance`` from the target,
divide the kernel by sqrt(Var(B) / target).

Here B is the output of the linear part, before the activation function. It is linear in the
kernel, so one division is enough (the bias starts at 0). With ``after_activation=True`` it is the
output of the whole layer, and then not every layer can reach every variance: a sigmoid's output
lies in (0, 1), so its variance is at most 1/4 whatever the weights. Such a layer is reported as not
converged and gets its orthonormal start back: weights that were scaled in vain only saturate it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf

from solutions.initializers.orthogonal import Orthogonal


class LayerReport(NamedTuple):
    """What LSUV did to one layer."""

    layer: str
    start: float  # variance of the output with the orthonormal kernel
    variance: float  # at the end, with the kernel that the layer keeps
    iterations: int  # divisions of the kernel
    converged: bool


def check_target(target: float, tolerance: float, max_iterations: int) -> None:
    """Refuse a target that cannot be reached, or that would never be checked.

    Args:
        target: variance to reach, positive and finite.
        tolerance: distance from it that is allowed, positive.
        max_iterations: divisions that are allowed, at least 1.

    Raises:
        ValueError: if one of them is out of range.

    Example:
        >>> check_target(target=1.0, tolerance=0.1, max_iterations=10)
    """
    if not (0 < target < math.inf and tolerance > 0):
        raise ValueError(
            "target and tolerance must be positive, target finite. "
            f"Received: target={target}, tolerance={tolerance}."
        )
    if not max_iterations >= 1:
        raise ValueError(
            f"max_iterations must be at least 1. Received: max_iterations={max_iterations}."
        )


def output_variance(layer: keras.layers.Layer, inputs, after_activation: bool = False) -> float:
    """Return the variance of a layer's output on a batch.

    Var(B) = mean((B - mean(B))^2): the population variance over all entries of the output B
    (examples, positions and units together), in float64.

    Args:
        layer: a built layer with a kernel and an ``activation`` (Dense, Conv1D, Conv2D, ...).
        inputs: the layer's inputs, shape (batch, ...).
        after_activation: measure f(W h + b) instead of W h + b. Defaults to False.

    Returns:
        The variance, a Python float.

    Raises:
        TypeError: if the layer has no ``activation``.

    Example:
        >>> layer = keras.layers.Dense(1, kernel_initializer="ones", activation="relu")
        >>> batch = tf.constant([[-1.0], [1.0]])
        >>> layer.build(batch.shape)
        >>> output_variance(layer, batch), output_variance(layer, batch, after_activation=True)
        (1.0, 0.25)
    """
    if not hasattr(layer, "activation"):
        raise TypeError(
            "layer must have an activation, as Dense and Conv2D have. "
            f"Received: layer of type {type(layer).__name__}."
        )
    activation = layer.activation
    try:
        if not after_activation:
            layer.activation = keras.activations.linear
        return float(np.var(np.asarray(layer(inputs), dtype=np.float64)))
    finally:
        layer.activation = activation


def scale_to_unit_variance(
    layer: keras.layers.Layer,
    inputs,
    target: float = 1.0,
    tolerance: float = 0.1,
    max_iterations: int = 10,
    after_activation: bool = False,
) -> LayerReport:
    """Rescale the kernel of one layer until its output has the target variance.

    While |Var(B) - target| >= tolerance and fewer than ``max_iterations`` divisions were made:
    W <- W / sqrt(Var(B) / target), with Var(B) = ``output_variance``. Stops at once if the variance
    is 0, NaN or infinite, where the division has no meaning. If the target was not reached, the
    kernel that the layer came with is put back, and ``variance`` is ``start``.

    Args:
        layer: as in ``output_variance``.
        inputs: the layer's inputs, shape (batch, ...).
        target: the variance, positive and finite. Defaults to 1.
        tolerance: positive. Defaults to 0.1, as in the paper.
        max_iterations: at least 1. Defaults to 10, as in the paper.
        after_activation: as in ``output_variance``. Defaults to False.

    Returns:
        A ``LayerReport``, with ``layer.name``.

    Raises:
        ValueError: if ``target`` or ``tolerance`` is not positive or ``max_iterations`` below 1.

    Example:
        >>> layer = keras.layers.Dense(1, kernel_initializer="ones")
        >>> batch = tf.constant([[-2.0], [2.0]])  # variance 4, so the kernel is divided by 2
        >>> layer.build(batch.shape)
        >>> report = scale_to_unit_variance(layer, batch)
        >>> report.start, report.variance, report.iterations, layer.kernel.numpy().item()
        (4.0, 1.0, 1, 0.5)

    Reference:
        D. Mishkin, J. Matas, All you need is a good init, 2016, arXiv:1511.06422, algorithm 1, the
        inner loop.
    """
    check_target(target, tolerance, max_iterations)
    # BEGIN SOLUTION
    kernel = tf.identity(layer.kernel)
    start = variance = output_variance(layer, inputs, after_activation)
    iterations = 0
    while abs(variance - target) >= tolerance and iterations < max_iterations:
        if not (math.isfinite(variance) and variance > 0):
            break
        layer.kernel.assign(layer.kernel / math.sqrt(variance / target))
        variance = output_variance(layer, inputs, after_activation)
        iterations += 1
    converged = abs(variance - target) < tolerance  # False for NaN
    if not converged:
        layer.kernel.assign(kernel)
        variance = start
    return LayerReport(layer.name, start, variance, iterations, converged)
    # END SOLUTION


def lsuv(
    model: keras.Sequential,
    x,
    target: float = 1.0,
    tolerance: float = 0.1,
    max_iterations: int = 10,
    after_activation: bool = False,
    seed: int = 0,
) -> list[LayerReport]:
    """Initialize a model with LSUV, in place: the lecture's ``lsuv_initialization``.

    For each layer with a kernel, input side first: an orthonormal kernel from
    ``Orthogonal(seed=seed + i)``, i = 0, 1, ... counting these layers, then
    ``scale_to_unit_variance`` on the outputs of the layers before it. Biases are not touched;
    other layers (dropout, pooling, ...) run as in inference.

    Args:
        model: a built ``keras.Sequential``.
        x: a batch of inputs, shape (batch, ...); a few hundred examples.
        target: the variance, positive and finite. Defaults to 1.
        tolerance: positive. Defaults to 0.1.
        max_iterations: for each layer, at least 1. Defaults to 10.
        after_activation: as in ``output_variance``. Defaults to False, the published form.
        seed: seed of the first kernel. Defaults to 0.

    Returns:
        One ``LayerReport`` for each layer with a kernel. A layer that cannot reach the target has
        ``converged=False``; it does not stop the others.

    Raises:
        TypeError: if ``model`` is not a ``keras.Sequential``, or one of its layers has a kernel but
            no ``activation``.
        ValueError: if it is not built, or a number is out of range; no weight is changed then.

    Example:
        >>> model = keras.Sequential([keras.Input((10,)), keras.layers.Dense(4, name="first")])
        >>> x = np.random.default_rng(0).normal(size=(100, 10))
        >>> [(report.layer, report.converged) for report in lsuv(model, x)]
        [('first', True)]

    Reference:
        D. Mishkin, J. Matas, All you need is a good init, 2016, arXiv:1511.06422, algorithm 1.

    Note:
        The lecture's loop differs: it keeps the kernels that are there, takes the mean square in
        place of the variance, and measures after the activation function. The sigmoid layer of its
        own demo network then grows until the iterations are used up.
    """
    if not isinstance(model, keras.Sequential):
        raise TypeError(f"model must be a keras.Sequential. Received: {type(model).__name__}.")
    if not model.built:
        raise ValueError(
            "model must be built: start it with keras.Input(shape). "
            f"Received: {model.name!r}, which is not."
        )
    check_target(target, tolerance, max_iterations)
    h = tf.convert_to_tensor(x)
    # BEGIN SOLUTION
    reports = []
    for layer in model.layers:
        if hasattr(layer, "kernel"):
            orthonormal = Orthogonal(seed=seed + len(reports))
            layer.kernel.assign(orthonormal(layer.kernel.shape, layer.kernel.dtype))
            reports.append(
                scale_to_unit_variance(
                    layer, h, target, tolerance, max_iterations, after_activation
                )
            )
        h = layer(h)
    return reports
    # END SOLUTION
