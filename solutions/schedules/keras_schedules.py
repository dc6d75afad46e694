"""The schedules as Keras objects: call with the optimizer's step, save with the model.

An optimizer calls its schedule with the number of updates done so far: 0 before the first. Rates
come back as float32, as from Keras' own schedules.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from solutions.schedules.cosine import cosine_annealing, cosine_warm_restarts
from solutions.schedules.decay import exponential_decay, step_decay
from solutions.schedules.warmup import linear_warmup

LearningRateSchedule = keras.optimizers.schedules.LearningRateSchedule


class FunctionSchedule(LearningRateSchedule):
    """A pure function of the step with its other arguments filled in.

    Args:
        function: takes ``step`` and ``settings``; called once at step 0, so that wrong settings are
            refused here and not in training.
        **settings: the arguments, which are also the configuration to save.

    Raises:
        ValueError: if ``function`` refuses a setting.

    Example:
        >>> schedule = FunctionSchedule(linear_warmup, peak=0.8, warmup_steps=4)
        >>> round(float(schedule(1)), 6), schedule.get_config()
        (0.2, {'peak': 0.8, 'warmup_steps': 4})
    """

    def __init__(self, function: Callable[..., tf.Tensor], **settings: Any):
        super().__init__()
        self._function = function
        self._settings = settings
        function(0, **settings)

    def __call__(self, step: Any) -> tf.Tensor:
        """Return the rate at this step, a float32 tensor."""
        return tf.cast(self._function(step, **self._settings), tf.float32)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that rebuild the schedule."""
        return dict(self._settings)


@keras.saving.register_keras_serializable(package="schedules")
class StepDecay(FunctionSchedule):
    """``step_decay`` for a Keras optimizer.

    Args:
        initial: rate at step 0, positive.
        factor: what each drop multiplies with, in (0, 1].
        drop_every: steps between drops, positive.

    Raises:
        ValueError: if an argument is out of range.

    Example:
        >>> schedule = StepDecay(0.8, factor=0.5, drop_every=10)
        >>> round(float(schedule(25)), 6)
        0.2
    """

    def __init__(self, initial: float, factor: float, drop_every: int):
        super().__init__(step_decay, initial=initial, factor=factor, drop_every=drop_every)


@keras.saving.register_keras_serializable(package="schedules")
class ExponentialDecay(FunctionSchedule):
    """``exponential_decay`` for a Keras optimizer.

    Args:
        initial: rate at step 0, positive.
        factor: rate at step ``decay_steps`` over rate at step 0, in (0, 1].
        decay_steps: steps over which the rate shrinks by ``factor``, positive.

    Raises:
        ValueError: if an argument is out of range.

    Example:
        >>> round(float(ExponentialDecay(0.8, factor=0.25, decay_steps=10)(5)), 6)
        0.4
    """

    def __init__(self, initial: float, factor: float, decay_steps: int):
        super().__init__(exponential_decay, initial=initial, factor=factor, decay_steps=decay_steps)


@keras.saving.register_keras_serializable(package="schedules")
class CosineAnnealing(FunctionSchedule):
    """``cosine_annealing`` for a Keras optimizer.

    Args:
        initial: rate at step 0, positive.
        decay_steps: step at which ``minimum`` is reached, positive.
        minimum: rate from then on, in [0, initial]. Defaults to 0.

    Raises:
        ValueError: if an argument is out of range.

    Example:
        >>> round(float(CosineAnnealing(0.8, decay_steps=10)(5)), 6)
        0.4
    """

    def __init__(self, initial: float, decay_steps: int, minimum: float = 0.0):
        super().__init__(
            cosine_annealing, initial=initial, decay_steps=decay_steps, minimum=minimum
        )


@keras.saving.register_keras_serializable(package="schedules")
class CosineWarmRestarts(FunctionSchedule):
    """``cosine_warm_restarts`` for a Keras optimizer.

    Args:
        initial: rate at the first step of every cycle, positive.
        first_cycle: length of the first cycle, in steps, positive.
        growth: length of a cycle over that of the one before, at least 1. Defaults to 1.
        minimum: rate that each cycle approaches, in [0, initial]. Defaults to 0.

    Raises:
        ValueError: if an argument is out of range.

    Example:
        >>> round(float(CosineWarmRestarts(0.8, first_cycle=10, growth=2)(20)), 6)
        0.4
    """

    def __init__(self, initial: float, first_cycle: int, growth: float = 1, minimum: float = 0.0):
        super().__init__(
            cosine_warm_restarts,
            initial=initial,
            first_cycle=first_cycle,
            growth=growth,
            minimum=minimum,
        )


@keras.saving.register_keras_serializable(package="schedules")
class WarmUp(LearningRateSchedule):
    """Linear warm-up to the first rate of another schedule, then that schedule from its step 0.

    ::

        rate(step) = linear_warmup(step) up to schedule(0)     for step < warmup_steps
                     schedule(step - warmup_steps)             from then on

    Args:
        schedule: a Keras ``LearningRateSchedule``; its rate at step 0 is the peak.
        warmup_steps: steps before the peak, positive.
        start: rate at step 0, in [0, peak]. Defaults to 0.

    Raises:
        TypeError: if ``schedule`` is not a ``LearningRateSchedule``.
        ValueError: if a number is out of range.

    Example:
        >>> schedule = WarmUp(CosineAnnealing(0.8, decay_steps=10), warmup_steps=4)
        >>> [round(float(schedule(step)), 6) for step in (0, 1, 4, 9, 14)]
        [0.0, 0.2, 0.8, 0.4, 0.0]
    """

    def __init__(self, schedule: LearningRateSchedule, warmup_steps: int, start: float = 0.0):
        super().__init__()
        if not isinstance(schedule, LearningRateSchedule):
            raise TypeError(
                "schedule must be a keras.optimizers.schedules.LearningRateSchedule. "
                f"Received: schedule={schedule!r}."
            )
        self.schedule = schedule
        self.warmup_steps = warmup_steps
        self.start = start
        self.peak = float(schedule(0))
        linear_warmup(0, self.peak, warmup_steps, start)

    def __call__(self, step: Any) -> tf.Tensor:
        """Return the rate at this step, a float32 scalar tensor."""
        # BEGIN SOLUTION
        step = tf.cast(step, tf.int64)
        rising = linear_warmup(step, self.peak, self.warmup_steps, self.start)
        after = self.schedule(tf.maximum(step - self.warmup_steps, 0))
        return tf.where(step < self.warmup_steps, tf.cast(rising, tf.float32), after)
        # END SOLUTION

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that rebuild the schedule, the wrapped one serialized."""
        return {
            "schedule": keras.optimizers.schedules.serialize(self.schedule),
            "warmup_steps": self.warmup_steps,
            "start": self.start,
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> LearningRateSchedule:
        """Rebuild the schedule, the wrapped one included."""
        schedule = keras.optimizers.schedules.deserialize(config["schedule"])
        return cls(**{**config, "schedule": schedule})
