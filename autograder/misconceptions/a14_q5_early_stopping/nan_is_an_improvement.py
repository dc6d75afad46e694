"""You ask whether the loss is not higher; for NaN every comparison is False, and so it becomes the best of all."""


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = np.inf
        self.best_epoch = -1
        self.best_weights = None
        self.epoch = 0
        self.wait = 0
        self.stopped = False

    def update(self, loss, weights=None):
        if self.stopped:
            return True
        if not loss >= self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch, self.wait = float(loss), self.epoch, 0
            if weights is not None:
                self.best_weights = [np.array(weight) for weight in weights]
        else:
            self.wait += 1
        self.epoch += 1
        self.stopped = self.wait >= self.patience
        return self.stopped
