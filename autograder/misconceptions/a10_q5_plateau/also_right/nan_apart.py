"""NaN as plus infinity; the new state computed at once, in NumPy."""


class ReduceOnPlateau:
    def __init__(self, rate, factor=0.1, patience=10, min_delta=1e-4, cooldown=0, min_rate=0.0):
        self.rate = rate
        self.factor = factor
        self.patience = patience
        self.min_delta = min_delta
        self.cooldown = cooldown
        self.min_rate = min_rate
        self.best = math.inf
        self.waited = 0
        self.rest = 0

    def update(self, metric):
        metric = np.nan_to_num(np.float64(metric), nan=np.inf)
        improved = bool(self.best - metric > self.min_delta) if np.isfinite(metric) else False
        counted = not improved and self.rest == 0
        self.best = float(metric) if improved else self.best
        self.waited = 0 if improved else self.waited + int(counted)
        self.rest = max(0, self.rest - 1)
        if counted and self.waited >= self.patience:
            self.rate = float(np.maximum(self.min_rate, self.factor * self.rate))
            self.waited, self.rest = 0, self.cooldown
        return tf.constant(self.rate, tf.float32)
