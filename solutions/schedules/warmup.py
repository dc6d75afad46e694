"""Linear warm-up: start small, while the gradients of a fresh network are at their wildest."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from solutions.schedules.decay import check_schedule


def linear_warmup(step: Any, peak: float, warmup_steps: int, start: float = 0.0) -> tf.Tensor:
    """Return a rate that rises along a straight line to ``peak``, then stays.

    ::

        rate = start + (peak - start) * min(step / warmup_steps, 1)

    Args:
        step: step or steps, counted from 0; number, array or tensor.
        peak: rate at step ``warmup_steps`` and after, positive.
        warmup_steps: steps before the peak, positive.
        start: rate at step 0, in [0, peak]. Defaults to 0: the first update then changes nothing.

    Returns:
        float64 tensor of the shape of ``step``.

    Raises:
        ValueError: if an argument is out of range.

    Example:
        >>> linear_warmup([0, 1, 4, 9], peak=0.8, warmup_steps=4).numpy().tolist()
        [0.0, 0.2, 0.8, 0.8]

    Note:
        Conventions differ by one step: some implementations use (step + 1) / warmup_steps and reach
        the peak at step warmup_steps - 1. This is the one of keras CosineDecay's warm-up.

    Reference:
        Goyal et al., Accurate, Large Minibatch SGD, 2017, arXiv:1706.02677, Section 2.2.
    """
    step = check_schedule(step, peak, warmup_steps=warmup_steps)
    if not 0 <= start <= peak:
        raise ValueError(f"start must be in [0, peak]. Received: start={start}, peak={peak}.")
    # BEGIN SOLUTION
    return start + (peak - start) * tf.minimum(step / warmup_steps, 1.0)
    # END SOLUTION
