"""The detector: norms in, observations out, and a memory of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import keras
import tensorflow as tf

from solutions.explosion.norm import gradient_norm
from solutions.explosion.severity import Severity, severity
from solutions.explosion.trend import growth_rate, steps_to_threshold


class Observation(NamedTuple):
    """What the detector says about one step."""

    step: int  # 0 for the first
    norm: float
    severity: Severity
    growth: float  # factor per step; NaN while the history is too short
    early_warning: bool  # not exploded yet, but about to

    @property
    def is_explosion(self) -> bool:
        """Whether the gradient has exploded: above the threshold, NaN or infinite."""
        return self.severity >= Severity.EXPLOSION


class GradientExplosionDetector:
    """Watches gradient norms and says how bad they are and where they are going.

    Args:
        threshold: norm above which the gradient has exploded, positive. Defaults to 100.
        window: number of norms that the trend is fitted to, at least 2. Defaults to 5.
        horizon: how many steps ahead an early warning looks, positive. Defaults to 10.
        min_growth: trend below which there is no early warning, at least 1. Defaults to 1.1 (10 %
            a step), which keeps the noise of mini-batches quiet.

    Attributes:
        history: list of all ``Observation`` so far, oldest first.

    Raises:
        ValueError: if ``threshold`` is not positive and finite, ``window`` is below 2, ``horizon``
            is not positive, or ``min_growth`` is not at least 1.

    Example:
        >>> detector = GradientExplosionDetector(threshold=100.0)
        >>> for norm in [1.0, 2.0, 4.0, 8.0, 16.0]:
        ...     seen = detector.observe(norm)
        >>> seen.severity.name, seen.early_warning, seen.is_explosion
        ('WARNING', True, False)
        >>> detector.observe(float("nan")).is_explosion
        True

    Reference:
        The class of this name in the lecture notes, 2.4, which has a threshold and no trend.
    """

    def __init__(
        self,
        threshold: float = 100.0,
        window: int = 5,
        horizon: float = 10.0,
        min_growth: float = 1.1,
    ):
        if not (threshold > 0 and math.isfinite(threshold)):
            raise ValueError(
                f"threshold must be positive and finite. Received: threshold={threshold}."
            )
        if window < 2:
            raise ValueError(f"window must be at least 2. Received: window={window}.")
        if not horizon > 0:
            raise ValueError(f"horizon must be positive. Received: horizon={horizon}.")
        if not min_growth >= 1:
            raise ValueError(f"min_growth must be at least 1. Received: min_growth={min_growth}.")
        self.threshold = threshold
        self.window = window
        self.horizon = horizon
        self.min_growth = min_growth
        self.history: list[Observation] = []

    def observe(self, norm: float) -> Observation:
        """Judge one gradient norm and append the observation to the history.

        ``growth`` is ``growth_rate`` of all norms so far with this one as the last;
        ``early_warning`` is True if the norm has not exploded, ``growth`` is at least
        ``min_growth``, and ``steps_to_threshold`` is at most ``horizon``. Nothing is printed.

        Args:
            norm: the gradient norm of this step, at least 0, or NaN, or infinite.

        Returns:
            The ``Observation``, which is also the last of ``history``.

        Raises:
            ValueError: if ``norm`` is negative.
        """
        norm = float(norm)
        # BEGIN SOLUTION
        level = severity(norm, self.threshold)
        growth = growth_rate([*(seen.norm for seen in self.history), norm], self.window)
        early_warning = (
            level < Severity.EXPLOSION
            and growth >= self.min_growth
            and steps_to_threshold(norm, growth, self.threshold) <= self.horizon
        )
        observation = Observation(len(self.history), norm, level, growth, early_warning)
        self.history.append(observation)
        return observation
        # END SOLUTION

    def check_explosion(
        self, model: keras.Model, x, y, loss: str | Callable = "mean_squared_error"
    ) -> tuple[bool, float]:
        """Compute the gradient of the loss on a batch and observe its norm.

        The loss is averaged over the batch; the norm is ``gradient_norm`` over all trainable
        variables. The model is not changed.

        Args:
            model: a built model.
            x: inputs, shape (batch, ...).
            y: targets, shape (batch, ...), in the form that ``loss`` takes.
            loss: name known to ``keras.losses``, or a function of (y, prediction). Defaults to
                the mean squared error.

        Returns:
            ``(is_explosion, norm)``: a bool and a float.

        Raises:
            ValueError: if ``x`` and ``y`` differ in length, Keras does not know the name of the
                loss, or no trainable variable has a gradient.
        """
        if len(x) != len(y):
            raise ValueError(f"x and y must pair up. Received: len(x)={len(x)}, len(y)={len(y)}.")
        loss = keras.losses.get(loss)
        # BEGIN SOLUTION
        with tf.GradientTape() as tape:
            objective = tf.reduce_mean(loss(y, model(x)))
        gradients = tape.gradient(objective, model.trainable_variables)
        observation = self.observe(gradient_norm(gradients))
        return observation.is_explosion, observation.norm
        # END SOLUTION

    def reset(self) -> None:
        """Forget the history."""
        self.history.clear()

    @property
    def worst(self) -> Severity:
        """The highest severity so far; NORMAL before the first observation."""
        return max((seen.severity for seen in self.history), default=Severity.NORMAL)

    @property
    def first_warning(self) -> float:
        """The step of the first early warning, or infinity."""
        return next((seen.step for seen in self.history if seen.early_warning), math.inf)

    @property
    def first_explosion(self) -> float:
        """The step of the first explosion, or infinity."""
        return next((seen.step for seen in self.history if seen.is_explosion), math.inf)
