"""How fast a start adapts: the query loss after each inner step."""

from __future__ import annotations

from collections.abc import Sequence

import tensorflow as tf

from solutions.maml.inner import inner_update
from solutions.maml.network import task_loss
from solutions.maml.sinusoids import Task


def adaptation_curve(
    params: list[tf.Tensor], task: Task | Sequence, alpha: float, steps: int
) -> tf.Tensor:
    """Return the query loss before adaptation and after each of ``steps`` inner steps.

    Args:
        params: where adaptation starts; not modified.
        task: (x_support, y_support, x_query, y_query).
        alpha: inner learning rate, positive.
        steps: number of inner steps, 0 or more.

    Returns:
        Tensor of shape (steps + 1,), or a list of as many losses: entry k is the query loss after
        k steps on the support set.

    Raises:
        ValueError: if ``steps`` is negative, or ``inner_update`` refuses ``alpha``.

    Example:
        >>> params = [tf.constant([[1.0]]), tf.constant([0.0])]
        >>> curve = adaptation_curve(params, ([[1.0]], [[3.0]], [[1.0]], [[3.0]]), 0.1, 2)
        >>> [f"{loss:.2f}" for loss in curve.numpy()]
        ['4.00', '1.44', '0.52']
    """
    if steps < 0:
        raise ValueError(f"steps must be 0 or more. Received: steps={steps}.")
    # BEGIN SOLUTION
    x_support, y_support, x_query, y_query = task
    losses = [task_loss(params, x_query, y_query)]
    for _ in range(steps):
        params = inner_update(params, x_support, y_support, alpha, steps=1)
        losses.append(task_loss(params, x_query, y_query))
    return tf.stack(losses)
    # END SOLUTION
