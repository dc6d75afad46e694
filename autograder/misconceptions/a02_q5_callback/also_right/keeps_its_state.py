"""The status is kept beside the history; a countdown instead of a remainder."""


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
        self.status = "healthy"
        self.due = every

    def on_train_begin(self, logs=None):
        self._measure()

    def on_train_batch_end(self, batch, logs=None):
        self.batches += 1
        if self.every is None:
            return
        self.due -= 1
        if self.due == 0:
            self.due = self.every
            self._measure()

    def on_epoch_end(self, epoch, logs=None):
        if not self.every:
            self._measure()

    def _measure(self):
        loss_fn = self.loss_fn
        if loss_fn is None:
            loss_fn = keras.losses.get(self.model.loss)
        record = {"batch": self.batches}
        record["norms"] = layer_gradient_norms(self.model, self.x, self.y, loss_fn=loss_fn)
        record["metrics"] = health_metrics(list(record["norms"].values()))
        verdict = interpret_gradient_health(record["metrics"])
        record["status"] = verdict["status"]
        changed = self.status != verdict["status"]
        self.status = verdict["status"]
        self.history.append(record)
        if changed and self.status != "healthy":
            names = ", ".join(name for name in verdict["findings"])
            line = "batch {}: {} ({})".format(self.batches, self.status, names)
            self.alerts.append(line)
            if self.alert:
                self.alert(line)
