"""A Keras callback that takes the gradient's health while a model trains."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from solutions.monitor.health import health_metrics
from solutions.monitor.statistics import layer_gradient_norms
from solutions.monitor.verdict import interpret_gradient_health


class GradientHealthMonitor(keras.callbacks.Callback):
    """Measure the layer gradients on a fixed batch before training and then regularly.

    The batch is fixed so that what changes from one record to the next is the model and not the
    data. The measurement has its own forward pass in inference mode: it changes no weight, no
    moving average and no random generator, and costs about one training step.

    Args:
        x: the inputs of the batch, shape (batch, ...).
        y: its targets, shape (batch, ...).
        loss_fn: ``loss_fn(y, prediction)``. None: the loss that the model was compiled with.
        every: measure after this many batches. None: after each epoch.
        alert: called with one line of text when the status becomes another and is not healthy.
            None: nobody is told; ``alerts`` is kept all the same.

    Attributes:
        history: one dict per measurement, the first before training: ``"batch"`` (how many batches
            had been trained on), ``"norms"`` (by layer), ``"metrics"`` and ``"status"``. A second
            ``fit`` goes on counting, and begins with a record of its own.
        alerts: the lines of text, also without an ``alert``.

    Raises:
        ValueError: if ``every`` is less than 1; when training begins, if there is neither a
            ``loss_fn`` nor a compiled loss, or as in ``layer_gradient_norms``.

    Example:
        >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
        >>> model.compile(optimizer="sgd", loss="mse")
        >>> x, y = tf.ones((4, 2)), tf.ones((4, 1))
        >>> monitor = GradientHealthMonitor(x, y)
        >>> _ = model.fit(x, y, epochs=3, verbose=0, callbacks=[monitor])
        >>> [record["batch"] for record in monitor.history]
        [0, 1, 2, 3]

    Reference:
        The measurements of the lecture notes, 1.5, taken while the model trains.
    """

    def __init__(
        self,
        x: Any,
        y: Any,
        loss_fn: Callable[[Any, Any], tf.Tensor] | None = None,
        every: int | None = None,
        alert: Callable[[str], None] | None = print,
    ):
        super().__init__()
        if every is not None and every < 1:
            raise ValueError(f"every must be at least 1, or None. Received: every={every}.")
        self.x, self.y = x, y
        self.loss_fn = loss_fn
        self.every = every
        self.alert = alert
        self.history: list[dict[str, Any]] = []
        self.alerts: list[str] = []
        self.batches = 0

    def on_train_begin(self, logs=None):
        """Take the first measurement, on the model as it is."""
        if self.loss_fn is None and self.model.loss is None:
            raise ValueError(
                "loss_fn must be given for a model that was compiled without a loss. "
                "Received: loss_fn=None."
            )
        self._measure()

    def on_train_batch_end(self, batch, logs=None):
        """Count the batch, over all epochs, and measure if it is its turn."""
        # BEGIN SOLUTION
        self.batches += 1
        if self.every is not None and self.batches % self.every == 0:
            self._measure()
        # END SOLUTION

    def on_epoch_end(self, epoch, logs=None):
        """Measure, unless that is done by batches."""
        # BEGIN SOLUTION
        if self.every is None:
            self._measure()
        # END SOLUTION

    def _measure(self) -> None:
        """Append a record to ``history``, and a line to ``alerts`` where one is due.

        It is due where the status differs from that of the record before (before the first:
        healthy) and is not healthy. It names batch, status and findings:
        ``"batch 5: critical (vanished, wide_spread)"``.
        """
        # BEGIN SOLUTION
        loss_fn = self.loss_fn or keras.losses.get(self.model.loss)
        norms = layer_gradient_norms(self.model, self.x, self.y, loss_fn)
        metrics = health_metrics(list(norms.values()))
        verdict = interpret_gradient_health(metrics)
        status = verdict["status"]
        before = self.history[-1]["status"] if self.history else "healthy"
        self.history.append(
            {"batch": self.batches, "norms": norms, "metrics": metrics, "status": status}
        )
        if status in (before, "healthy"):
            return
        found = ", ".join(verdict["findings"])
        self.alerts.append(f"batch {self.batches}: {status} ({found})")
        if self.alert is not None:
            self.alert(self.alerts[-1])
        # END SOLUTION
