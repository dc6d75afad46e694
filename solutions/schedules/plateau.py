"""Reduction on a plateau: lower the rate when a metric has stopped improving."""

from __future__ import annotations

import math

from solutions.schedules.decay import check_factor


class ReduceOnPlateau:
    """Multiply the rate by ``factor`` after ``patience`` epochs in a row without improvement.

    A state machine, called once an epoch with a metric to be minimised (for an accuracy pass its
    negative). One update, in this order::

        improved   if metric < best - min_delta:  best = metric, waited = 0
        resting    else if rest > 0:              rest = rest - 1
        waiting    else:                          waited = waited + 1
                   if waited = patience:          rate = max(rate * factor, min_rate),
                                                  waited = 0, rest = cooldown

    An improvement while resting also uses up one epoch of the rest. NaN never improves.

    Attributes, all readable: ``rate``, ``best`` (infinite at first), ``waited``, ``rest``.

    Args:
        rate: the learning rate to start from, positive.
        factor: what a reduction multiplies with, in (0, 1). Defaults to 0.1.
        patience: epochs in a row without improvement that trigger a reduction, a whole number of
            at least 1. Defaults to 10.
        min_delta: improvements must be larger than this, not negative. Defaults to 1e-4.
        cooldown: epochs after a reduction that are not counted, a whole number, not negative.
            Defaults to 0.
        min_rate: the rate never goes below, not negative and at most ``rate``. Defaults to 0.

    Raises:
        ValueError: if an argument is out of range.

    Example:
        >>> plateau = ReduceOnPlateau(0.1, factor=0.5, patience=2)
        >>> [plateau.update(loss) for loss in (1.0, 0.8, 0.8, 0.8, 0.7)]
        [0.1, 0.1, 0.1, 0.05, 0.05]

    Note:
        Sources differ. PyTorch reduces when more than ``patience`` epochs were bad; this and Keras
        at the ``patience``-th. Keras counts the last epoch of its cooldown already, so that its
        ``cooldown=1`` is none; here, as in PyTorch, ``cooldown=1`` leaves out one epoch.
    """

    def __init__(
        self,
        rate: float,
        factor: float = 0.1,
        patience: int = 10,
        min_delta: float = 1e-4,
        cooldown: int = 0,
        min_rate: float = 0.0,
    ):
        check_factor(factor)
        if factor == 1:
            raise ValueError("factor must be below 1, or nothing is reduced. Received: factor=1.")
        for name, epochs, least in (("patience", patience, 1), ("cooldown", cooldown, 0)):
            if not (epochs >= least and epochs % 1 == 0):
                raise ValueError(
                    f"{name} must be a whole number of at least {least}. Received: {name}={epochs}."
                )
        if not min_delta >= 0:
            raise ValueError(f"min_delta must not be negative. Received: min_delta={min_delta}.")
        if not (rate > 0 and 0 <= min_rate <= rate):
            raise ValueError(
                "rate must be positive and min_rate in [0, rate]. "
                f"Received: rate={rate}, min_rate={min_rate}."
            )
        self.rate = rate
        self.factor = factor
        self.patience = patience
        self.min_delta = min_delta
        self.cooldown = cooldown
        self.min_rate = min_rate
        self.best = math.inf
        self.waited = 0
        self.rest = 0

    def update(self, metric: float) -> float:
        """Take the metric of the epoch that has just ended; return the rate for the next.

        Args:
            metric: the smaller the better, NaN allowed.

        Returns:
            ``self.rate``, reduced or not.
        """
        # BEGIN SOLUTION
        resting = self.rest > 0
        self.rest = max(self.rest - 1, 0)
        if metric < self.best - self.min_delta:
            self.best = metric
            self.waited = 0
        elif not resting:
            self.waited += 1
            if self.waited == self.patience:
                self.rate = max(self.rate * self.factor, self.min_rate)
                self.waited = 0
                self.rest = self.cooldown
        return self.rate
        # END SOLUTION
