"""Reduction on a plateau in ``fit``: a callback that hands the rate on to the optimizer."""

from __future__ import annotations

from typing import Any

import keras

from solutions.schedules.plateau import ReduceOnPlateau


class PlateauCallback(keras.callbacks.Callback):
    """Set the optimizer's learning rate to that of a ``ReduceOnPlateau`` after every epoch.

    A ``LearningRateSchedule`` knows the step and nothing else; a plateau is seen in a metric. Keras
    does not save callbacks with a model. The rate is a variable of the optimizer and is saved.

    Args:
        plateau: a ``ReduceOnPlateau``. Its rate is the one that training starts with, whatever the
            optimizer was given; its state goes on from one ``fit`` to the next.
        monitor: name of the metric in the logs, to be minimised. Defaults to ``"val_loss"``.

    Raises:
        TypeError: if ``plateau`` is not a ``ReduceOnPlateau``; in ``fit``, if the optimizer's rate
            is a schedule.
        ValueError: in ``fit``, if the logs do not have the metric.

    Example:
        >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
        >>> model.compile("sgd", "mse")
        >>> callback = PlateauCallback(ReduceOnPlateau(0.5), monitor="loss")
        >>> x = keras.ops.ones((4, 1))
        >>> _ = model.fit(x, 2 * x, epochs=2, callbacks=[callback], verbose=0)
        >>> float(model.optimizer.learning_rate)
        0.5
    """

    def __init__(self, plateau: ReduceOnPlateau, monitor: str = "val_loss"):
        super().__init__()
        if not isinstance(plateau, ReduceOnPlateau):
            raise TypeError(f"plateau must be a ReduceOnPlateau. Received: plateau={plateau!r}.")
        self.plateau = plateau
        self.monitor = monitor

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        """Start at the rate of the plateau."""
        self.model.optimizer.learning_rate = self.plateau.rate

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Show the metric of the epoch to the plateau and take over its rate."""
        logs = logs or {}
        if self.monitor not in logs:
            raise ValueError(
                f"monitor must be one of {sorted(logs)}. Received: monitor={self.monitor!r}."
            )
        self.model.optimizer.learning_rate = self.plateau.update(logs[self.monitor])
