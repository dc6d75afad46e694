"""Early returns, and tensors that are kept as constants."""


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
        number, self.epoch = self.epoch, self.epoch + 1
        improved = bool(np.less(loss, self.best_loss - self.min_delta))
        if improved:
            self.wait, self.best_loss, self.best_epoch = 0, loss, number
            if weights is not None:
                self.best_weights = [tf.constant(np.copy(w)) for w in weights]
            return False
        self.wait += 1
        if self.wait < self.patience:
            return False
        self.stopped = True
        return True
