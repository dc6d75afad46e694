"""From the norms of the layers to the metrics of the lecture."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from solutions.monitor.statistics import layer_gradient_norms
from solutions.monitor.thresholds import Threshold


def health_metrics(norms: Sequence[float | None]) -> dict[str, float | int]:
    """Summarise the gradient norms of the layers.

    mean = sum_l n_l / m and std = sqrt(sum_l (n_l - mean)^2 / m) over the m finite norms n_l.

    Args:
        norms: one norm per layer, not negative, in any order, not empty. NaN and Inf are allowed;
            None stands for a layer that the loss does not reach, and not all may be None.

    Returns:
        Over the finite norms: ``"min_gradient"``, ``"max_gradient"``, ``"mean_gradient"`` and
        ``"std_gradient"`` (population), floats, NaN if no norm is finite; ``"vanished_layers"``
        (below 1e-6) and ``"weak_layers"`` (below 1e-4, so the vanished are among them), ints.
        Over all: ``"layers"``, ``"non_finite_layers"`` (NaN or Inf) and ``"missing_layers"``
        (None), ints.

    Raises:
        ValueError: if ``norms`` is empty or all None, or one of them is negative.

    Example:
        >>> metrics = health_metrics([1e-7, 1e-5, 0.5, float("inf"), None])
        >>> metrics["vanished_layers"], metrics["weak_layers"], metrics["max_gradient"]
        (1, 2, 0.5)
        >>> metrics["layers"], metrics["non_finite_layers"], metrics["missing_layers"]
        (5, 1, 1)

    Reference:
        The metrics of the lecture notes, 1.5, there counted over tensors.
    """
    if all(norm is None for norm in norms):
        raise ValueError(
            "norms must hold one entry per layer, not all of them None. "
            f"Received: norms={list(norms)}."
        )
    if any(norm is not None and norm < 0 for norm in norms):
        raise ValueError(f"a norm is never negative. Received: norms={list(norms)}.")
    # BEGIN SOLUTION
    measured = [norm for norm in norms if norm is not None]
    finite = [norm for norm in measured if math.isfinite(norm)]
    some = finite or [math.nan]
    return {
        "min_gradient": float(np.min(some)),
        "max_gradient": float(np.max(some)),
        "mean_gradient": float(np.mean(some)),
        "std_gradient": float(np.std(some)),
        "vanished_layers": sum(norm < Threshold.VANISHED for norm in finite),
        "weak_layers": sum(norm < Threshold.WEAK for norm in finite),
        "layers": len(norms),
        "non_finite_layers": len(measured) - len(finite),
        "missing_layers": len(norms) - len(measured),
    }
    # END SOLUTION


def monitor_gradient_health(
    model: keras.Model,
    x: Any,
    y: Any,
    loss_fn: Callable[[Any, Any], tf.Tensor] | None = None,
) -> dict[str, float | int]:
    """Take the gradient on one batch and summarise it by layer.

    Args:
        model: a built Keras model; it is called in inference mode and not changed.
        x: inputs, shape (batch, ...), of the dtype that the model takes.
        y: targets, shape (batch, ...), in the form that the loss takes.
        loss_fn: ``loss_fn(y, prediction)``; what it returns is averaged. None: the mean squared
            error, as in the lecture.

    Returns:
        The ``health_metrics`` of the ``layer_gradient_norms``.

    Raises:
        ValueError: as in ``layer_gradient_norms``.

    Example:
        >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
        >>> model.set_weights([np.zeros((2, 1)), np.zeros(1)])
        >>> metrics = monitor_gradient_health(model, np.array([[3.0, 4.0]]), np.array([[0.5]]))
        >>> metrics["layers"], metrics["max_gradient"]  # one layer, though two tensors
        (1, 5.0)

    Reference:
        The function of this name in the lecture notes, 1.5, which counts tensors for layers.
    """
    # BEGIN SOLUTION
    return health_metrics(list(layer_gradient_norms(model, x, y, loss_fn).values()))
    # END SOLUTION
