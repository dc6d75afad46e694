"""Step decay and exponential decay: multiply the rate, in jumps or smoothly."""

from __future__ import annotations

from typing import Any

import tensorflow as tf


def check_schedule(step: Any, initial: float, **lengths: float) -> tf.Tensor:
    """Return ``step`` as a float64 tensor, in which whole steps are exact up to 2^53.

    Args:
        step: number, array or tensor, not negative.
        initial: learning rate, positive.
        **lengths: numbers of steps, positive, by the name to use in messages.

    Returns:
        ``step`` as a float64 tensor of its shape.

    Raises:
        ValueError: if a rate or a length is not positive, or a step is negative. (Inside a
            compiled function the step has no value yet, and is not looked at.)

    Example:
        >>> check_schedule(3, 0.1).dtype.name
        'float64'
    """
    if not initial > 0:
        raise ValueError(f"initial must be positive. Received: initial={initial}.")
    for name, length in lengths.items():
        if not length > 0:
            raise ValueError(f"{name} must be positive. Received: {name}={length}.")
    step = tf.cast(step, tf.float64)
    if tf.executing_eagerly() and not tf.reduce_all(step >= 0):
        raise ValueError(f"step must not be negative. Received: step={step.numpy()}.")
    return step


def step_decay(step: Any, initial: float, factor: float, drop_every: int) -> tf.Tensor:
    """Return a rate that is constant for ``drop_every`` steps, then multiplied by ``factor``.

    ::

        rate = initial * factor^floor(step / drop_every)

    Args:
        step: step or steps, counted from 0; number, array or tensor.
        initial: rate at step 0, positive.
        factor: what each drop multiplies with, in (0, 1].
        drop_every: steps between drops, positive. The first drop is at step ``drop_every``.

    Returns:
        float64 tensor of the shape of ``step``. It goes on dropping for ever.

    Raises:
        ValueError: if an argument is out of range.

    Example:
        >>> step_decay([0, 9, 10, 20], initial=0.8, factor=0.5, drop_every=10).numpy().tolist()
        [0.8, 0.8, 0.4, 0.2]
    """
    step = check_schedule(step, initial, drop_every=drop_every)
    check_factor(factor)
    # BEGIN SOLUTION
    return initial * factor ** tf.floor(step / drop_every)
    # END SOLUTION


def exponential_decay(step: Any, initial: float, factor: float, decay_steps: int) -> tf.Tensor:
    """Return a rate that shrinks by ``factor`` over every ``decay_steps`` steps, smoothly.

    ::

        rate = initial * factor^(step / decay_steps)

    Args:
        step: step or steps, counted from 0; number, array or tensor.
        initial: rate at step 0, positive.
        factor: rate at step ``decay_steps`` over rate at step 0, in (0, 1].
        decay_steps: steps over which the rate shrinks by ``factor``, positive.

    Returns:
        float64 tensor of the shape of ``step``. It goes on shrinking after ``decay_steps``.

    Raises:
        ValueError: if an argument is out of range.

    Example:
        >>> exponential_decay([0, 5, 10], initial=0.8, factor=0.25, decay_steps=10).numpy().tolist()
        [0.8, 0.4, 0.2]

    Note:
        The same as keras.optimizers.schedules.ExponentialDecay with ``staircase=False``; with
        ``staircase=True`` that one is ``step_decay``.
    """
    step = check_schedule(step, initial, decay_steps=decay_steps)
    check_factor(factor)
    # BEGIN SOLUTION
    return initial * factor ** (step / decay_steps)
    # END SOLUTION


def check_factor(factor: float) -> None:
    """Refuse a factor that would not shrink a rate, or shrink it to nothing.

    Args:
        factor: what a rate is multiplied with, in (0, 1].

    Raises:
        ValueError: if ``factor`` is out of range.

    Example:
        >>> check_factor(1.5)
        Traceback (most recent call last):
        ...
        ValueError: factor must be in (0, 1]. Received: factor=1.5.
    """
    if not 0 < factor <= 1:
        raise ValueError(f"factor must be in (0, 1]. Received: factor={factor}.")
