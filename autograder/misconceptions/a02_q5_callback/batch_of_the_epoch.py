"""You go by the batch that Keras passes; it starts again at 0 in each epoch."""


class GradientHealthMonitor(keras.callbacks.Callback):
    def __init__(self, x, y, loss_fn=None, every=None, alert=print):
        super().__init__()
        self.x, self.y = x, y
        self.loss_fn = loss_fn
        self.every = every
        self.alert = alert
        self.history = []
        self.alerts = []
        self.batches = 0

    def on_train_begin(self, logs=None):
        self._measure()

    def on_train_batch_end(self, batch, logs=None):
        self.batches += 1
        if self.every is not None and (batch + 1) % self.every == 0:
            self._measure()

    def on_epoch_end(self, epoch, logs=None):
        if self.every is None:
            self._measure()

    def _measure(self):
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
