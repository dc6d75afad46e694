"""wait is the distance to the best epoch; weights are copied by their own method."""


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
        if not self.stopped:
            gain = self.best_loss - float(loss)
            if gain > self.min_delta:
                self.best_loss = float(loss)
                self.best_epoch = self.epoch
                if weights is not None:
                    self.best_weights = tuple(np.asarray(weight).copy() for weight in weights)
            self.wait = self.epoch - self.best_epoch
            self.epoch = self.epoch + 1
            self.stopped = self.wait == self.patience
        return self.stopped
