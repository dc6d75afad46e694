"""A training loop with a place for clipping, and the study that chooses a threshold with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from solutions.clipping.clip import clip_by_global_norm, global_norm


def train_with_clipping(
    model: keras.Model,
    batches: Iterable[tuple[Any, Any]],
    loss_fn: Callable[[Any, Any], tf.Tensor],
    optimizer: keras.optimizers.Optimizer,
    clip: Callable[[list], Sequence] | None = None,
) -> dict[str, list[float]]:
    """Train with one update per batch: gradient, clip, apply.

    With the loss L, the weights w and, for plain gradient descent, the learning rate eta::

        g = dL/dw,      w <- w - eta * clip(g)

    Args:
        model: a Keras model, called with ``training=True``.
        batches: pairs ``(x, y)`` of one length, one update each.
        loss_fn: ``loss_fn(y, prediction)``, a scalar tensor, as a ``keras.losses.Loss`` returns.
        optimizer: gets the clipped gradients.
        clip: takes the list of gradients and returns the clipped list. Defaults to None: nothing
            is clipped.

    Returns:
        One number per batch under each key: ``"loss"``, taken before the update, ``"norm"``, the
        global norm before clipping, and ``"clipped_norm"``, the one after. The loop goes on
        through non-finite values, so that a history shows when they began.

    Raises:
        ValueError: if ``batches`` is empty, or an ``x`` and its ``y`` differ in length.

    Example:
        >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
        >>> model.set_weights([np.array([[100.0]])])
        >>> one_batch = [(tf.constant([[1.0]]), tf.constant([[0.0]]))]
        >>> history = train_with_clipping(
        ...     model, one_batch, keras.losses.MeanSquaredError(),
        ...     keras.optimizers.SGD(1.0), clip=lambda g: clip_by_global_norm(g, 5.0)[0])
        >>> history["norm"], history["clipped_norm"], model.get_weights()[0].item()
        ([200.0], [5.0], 95.0)

    Reference:
        Pascanu et al. 2013, arXiv:1211.5063, Algorithm 1.
    """
    batches = list(batches)
    if not batches:
        raise ValueError("batches must hold at least one pair (x, y). Received: no batches.")
    for x, y in batches:
        if len(x) != len(y):
            raise ValueError(f"x and y must pair up. Received: len(x)={len(x)}, len(y)={len(y)}.")
    # BEGIN SOLUTION
    history = {"loss": [], "norm": [], "clipped_norm": []}
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        clipped = gradients if clip is None else clip(gradients)
        optimizer.apply_gradients(zip(clipped, model.trainable_variables, strict=True))
        history["loss"].append(float(loss))
        history["norm"].append(float(global_norm(gradients)))
        history["clipped_norm"].append(float(global_norm(clipped)))
    return history
    # END SOLUTION


def threshold_study(
    make_run: Callable[[], tuple],
    thresholds: Sequence[float | None],
) -> list[dict[str, Any]]:
    """Repeat one training run under several global-norm thresholds.

    Args:
        make_run: returns fresh ``(model, batches, loss_fn, optimizer)``, equal at every call.
        thresholds: positive numbers; None is the run without clipping.

    Returns:
        One dict per threshold: ``"threshold"``, ``"final_loss"`` (mean over the last tenth of
        the updates, at least one; NaN after divergence), ``"clipped_share"`` (part of the updates
        whose norm exceeded the threshold, 0 for None) and ``"history"`` (of
        ``train_with_clipping``).

    Raises:
        ValueError: if ``thresholds`` is empty or one of them is not positive.

    Example:
        >>> def make_run():
        ...     model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
        ...     batch = (tf.ones((1, 1)), tf.ones((1, 1)))
        ...     optimizer = keras.optimizers.SGD(0.1)
        ...     return model, [batch] * 20, keras.losses.MeanSquaredError(), optimizer
        >>> [row["clipped_share"] for row in threshold_study(make_run, [1e6, None])]
        [0.0, 0.0]
    """
    if not thresholds or not all(c is None or c > 0 for c in thresholds):
        raise ValueError(
            f"thresholds must be positive numbers or None. Received: thresholds={thresholds}."
        )
    # BEGIN SOLUTION
    rows = []
    for c in thresholds:
        clip = None if c is None else (lambda g, c=c: clip_by_global_norm(g, c)[0])
        history = train_with_clipping(*make_run(), clip=clip)
        last = max(1, len(history["loss"]) // 10)
        exceeded = np.array(history["norm"]) > (np.inf if c is None else c)
        rows.append(
            {
                "threshold": c,
                "final_loss": float(np.mean(history["loss"][-last:])),
                "clipped_share": float(np.mean(exceeded)),
                "history": history,
            }
        )
    return rows
    # END SOLUTION
