"""What a gradient looks like in numbers: per tensor, and per layer of a model."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from solutions.clipping import check_gradients


def gradient_statistics(gradients: Sequence[Any]) -> dict[str, Any]:
    """Describe each gradient tensor by five numbers.

    For a tensor of elements g_1..g_n: norm = sqrt(sum_k g_k^2), mean = sum_k g_k / n,
    std = sqrt(sum_k (g_k - mean)^2 / n), zeros = (number of g_k = 0) / n, max_abs = max_k |g_k|.

    Args:
        gradients: list or tuple of floating-point tensors or arrays of any shape, not empty. An
            entry may be None, but not all.

    Returns:
        ``"tensors"``: a list with one entry per gradient, in their order: None for None, otherwise
        a dict of floats, ``"norm"`` (Euclidean), ``"mean"``, ``"std"`` (population: divided by
        the number of elements), ``"zeros"`` (share of elements that are exactly 0, in [0, 1]) and
        ``"max_abs"`` (largest absolute value). ``"missing"``: how many gradients are None.
        All are computed in float64. NaN and Inf show up in them as NaN and Inf.

    Raises:
        TypeError: if ``gradients`` is not a list or a tuple, or an entry is not floating point.
        ValueError: if ``gradients`` is empty or all None.

    Example:
        >>> found = gradient_statistics([tf.constant([3.0, -4.0, 0.0, 0.0]), None])
        >>> found["tensors"][0]["norm"], found["tensors"][0]["mean"], found["missing"]
        (5.0, -0.25, 1)

    Note:
        The standard deviation divides by n, since all elements are known; a sample's by n - 1.
    """
    check_gradients(gradients)
    # BEGIN SOLUTION
    tensors = []
    for gradient in gradients:
        if gradient is None:
            tensors.append(None)
            continue
        g = tf.convert_to_tensor(gradient).numpy().astype("float64")
        with np.errstate(invalid="ignore"):  # the statistics of an Inf are a finding, no warning
            numbers = {
                "norm": float(np.sqrt(np.sum(g**2))),
                "mean": float(np.mean(g)),
                "std": float(np.std(g)),
                "zeros": float(np.mean(g == 0)),
                "max_abs": float(np.max(np.abs(g))),
            }
        tensors.append(numbers)
    return {"tensors": tensors, "missing": tensors.count(None)}
    # END SOLUTION


def layer_name(model: keras.Model, weight: keras.Variable) -> str:
    """Return the name of the layer that a weight belongs to.

    Args:
        model: a built Keras model.
        weight: one of its weights.

    Returns:
        The weight's path without its own name and without a leading name of the model.

    Example:
        >>> inputs = keras.Input((2,), name="pair")
        >>> model = keras.Model(inputs, keras.layers.Dense(1, name="line")(inputs))
        >>> [layer_name(model, weight) for weight in model.weights]
        ['line', 'line']
    """
    return weight.path.rpartition("/")[0].removeprefix(f"{model.name}/")


def layer_gradient_norms(
    model: keras.Model,
    x: Any,
    y: Any,
    loss_fn: Callable[[Any, Any], tf.Tensor] | None = None,
    training: bool = False,
) -> dict[str, float | None]:
    r"""Return the norm of the kernel gradient of every layer.

    .. math:: n_l = \| \partial L / \partial W_l \|

    A layer counts once, by its kernel: the trainable weights of rank 2 or more (several in a
    recurrent layer, taken together). Biases and the scales of normalization layers are left out:
    their gradients have another size, and counting them would make two layers out of one.

    Args:
        model: a built Keras model.
        x: inputs, shape (batch, ...), of the dtype that the model takes.
        y: targets, shape (batch, ...), in the form that the loss takes.
        loss_fn: ``loss_fn(y, prediction)``; what it returns is averaged. None: the mean squared
            error, as in the lecture.
        training: passed to the model. False leaves moving averages and random generators as they
            are, so that watching does not change the training; batch normalization and dropout
            are then in their inference mode.

    Returns:
        From the name of the layer (see ``layer_name``) to the norm, in the order of the layers.
        The norm is computed in float64; it is None where the loss does not reach the kernel.

    Raises:
        ValueError: if ``x`` and ``y`` differ in length, the model has no trainable kernel, or the
            loss reaches none of them.

    Example:
        >>> inputs = keras.Input((2,), name="pair")
        >>> model = keras.Model(inputs, keras.layers.Dense(1, name="line")(inputs))
        >>> model.set_weights([np.zeros((2, 1)), np.zeros(1)])
        >>> layer_gradient_norms(model, np.array([[3.0, 4.0]]), np.array([[0.5]]))  # |2(p - y)x|
        {'line': 5.0}

    Reference:
        X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural
        networks, 2010, section 4.2 (gradients at the start, layer by layer).
    """
    if len(x) != len(y):
        raise ValueError(f"x and y must pair up. Received: len(x)={len(x)}, len(y)={len(y)}.")
    kernels = [w for w in model.trainable_variables if len(w.shape) >= 2]
    if not kernels:
        raise ValueError(
            "model must have a trainable weight of rank 2 or more; build it first and do not "
            f"freeze all of it. Received: {len(model.trainable_variables)} trainable variables."
        )
    if loss_fn is None:
        loss_fn = keras.losses.mean_squared_error
    # BEGIN SOLUTION
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(loss_fn(y, model(x, training=training)))
    gradients = tape.gradient(loss, kernels)
    norms: dict[str, float | None] = {}
    for kernel, entry in zip(kernels, gradient_statistics(gradients)["tensors"], strict=True):
        layer = layer_name(model, kernel)
        norms.setdefault(layer, None)
        if entry is not None:  # a second kernel of the layer joins the first
            norms[layer] = math.hypot(norms[layer] or 0.0, entry["norm"])
    return norms
    # END SOLUTION
