"""Cosine annealing, once or with warm restarts (SGDR).

Reference: Loshchilov and Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, 2017,
arXiv:1608.03983, Equation 5.
"""

from __future__ import annotations

import math
from typing import Any

import tensorflow as tf

from solutions.schedules.decay import check_schedule


def check_minimum(minimum: float, initial: float) -> None:
    """Refuse an end of the fall that is negative or above its start.

    Args:
        minimum: rate at the end, in [0, initial].
        initial: rate at the start.

    Raises:
        ValueError: if ``minimum`` is out of range.

    Example:
        >>> check_minimum(0.2, initial=0.1)
        Traceback (most recent call last):
        ...
        ValueError: minimum must be in [0, initial]. Received: minimum=0.2, initial=0.1.
    """
    if not 0 <= minimum <= initial:
        raise ValueError(
            f"minimum must be in [0, initial]. Received: minimum={minimum}, initial={initial}."
        )


def cosine_annealing(
    step: Any, initial: float, decay_steps: int, minimum: float = 0.0
) -> tf.Tensor:
    """Return a rate that falls along half a cosine wave, then stays.

    ::

        rate = minimum + (initial - minimum) / 2 * (1 + cos(pi * min(step / decay_steps, 1)))

    Args:
        step: step or steps, counted from 0; number, array or tensor.
        initial: rate at step 0, positive.
        decay_steps: step at which ``minimum`` is reached, positive.
        minimum: rate at step ``decay_steps`` and ever after, in [0, initial]. Defaults to 0.

    Returns:
        float64 tensor of the shape of ``step``.

    Raises:
        ValueError: if an argument is out of range.

    Example:
        >>> cosine_annealing([0, 5, 10, 99], 1.0, decay_steps=10).numpy().round(9).tolist()
        [1.0, 0.5, 0.0, 0.0]

    Note:
        keras.optimizers.schedules.CosineDecay gives its ``alpha`` as the ratio minimum / initial.
    """
    step = check_schedule(step, initial, decay_steps=decay_steps)
    check_minimum(minimum, initial)
    # BEGIN SOLUTION
    progress = tf.minimum(step / decay_steps, 1.0)
    return minimum + (initial - minimum) / 2 * (1 + tf.cos(math.pi * progress))
    # END SOLUTION


def cycle_position(step: Any, first_cycle: int, growth: float = 1) -> tf.Tensor:
    """Return how far each step is into its cycle, when every cycle is ``growth`` times the last.

    Cycle i has T_i = first_cycle * growth^i steps and starts after all those before it, at::

        s_i = first_cycle * (1 + growth + ... + growth^(i-1))
            = first_cycle * (growth^i - 1) / (growth - 1)      (i * first_cycle when growth = 1)

    and the position is (step - s_i) / T_i for the last cycle with s_i <= step.

    Args:
        step: step or steps, counted from 0; number, array or tensor.
        first_cycle: length of the first cycle, in steps, positive.
        growth: length of a cycle over that of the one before, at least 1. Defaults to 1.

    Returns:
        float64 tensor of the shape of ``step``, in [0, 1): exactly 0 at the start of a cycle.

    Raises:
        ValueError: if an argument is out of range.

    Example:
        >>> cycle_position([0, 5, 10, 20, 30], first_cycle=10, growth=2).numpy().tolist()
        [0.0, 0.5, 0.0, 0.5, 0.0]
    """
    step = check_schedule(step, 1.0, first_cycle=first_cycle)
    if not growth >= 1:
        raise ValueError(f"growth must be at least 1. Received: growth={growth}.")
    # BEGIN SOLUTION
    if growth == 1:
        return tf.math.floormod(step, first_cycle) / first_cycle

    def start(cycle: tf.Tensor) -> tf.Tensor:
        return first_cycle * (growth**cycle - 1) / (growth - 1)

    # Solve s_i = step for i. Where the logarithm falls a rounding error short of a whole number,
    # the next cycle has already started.
    cycle = tf.floor(tf.math.log(1 + step * (growth - 1) / first_cycle) / math.log(growth))
    cycle = tf.where(start(cycle + 1) <= step, cycle + 1, cycle)
    return (step - start(cycle)) / (first_cycle * growth**cycle)
    # END SOLUTION


def cosine_warm_restarts(
    step: Any, initial: float, first_cycle: int, growth: float = 1, minimum: float = 0.0
) -> tf.Tensor:
    """Return cosine annealing that jumps back to ``initial`` at the start of every cycle.

    With the position in [0, 1) from ``cycle_position``::

        rate = minimum + (initial - minimum) / 2 * (1 + cos(pi * position))

    Args:
        step: step or steps, counted from 0; number, array or tensor.
        initial: rate at the first step of every cycle, positive.
        first_cycle: length of the first cycle (the paper's T_0), in steps, positive.
        growth: length of a cycle over that of the one before (T_mult), at least 1. Defaults to 1.
        minimum: rate that each cycle approaches, in [0, initial]. Defaults to 0. The last step of a
            cycle is one step short of it: the next one already restarts.

    Returns:
        float64 tensor of the shape of ``step``. It goes on for ever.

    Raises:
        ValueError: if an argument is out of range.

    Example:
        >>> rates = cosine_warm_restarts([0, 5, 10, 20, 30], 1.0, first_cycle=10, growth=2)
        >>> rates.numpy().round(9).tolist()
        [1.0, 0.5, 1.0, 0.5, 1.0]
    """
    step = check_schedule(step, initial, first_cycle=first_cycle)
    check_minimum(minimum, initial)
    # BEGIN SOLUTION
    position = cycle_position(step, first_cycle, growth)
    return cosine_annealing(position, initial, decay_steps=1, minimum=minimum)
    # END SOLUTION
