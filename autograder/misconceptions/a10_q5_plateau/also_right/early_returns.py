"""Early returns, one case after another."""


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
        was_resting, self.rest = self.rest, self.rest - (self.rest > 0)
        if metric + self.min_delta < self.best:
            self.best = metric
            self.waited = 0
            return self.rate
        if was_resting:
            return self.rate
        self.waited = self.waited + 1
        if self.waited < self.patience:
            return self.rate
        self.waited = 0
        self.rest = self.cooldown
        self.rate = self.rate * self.factor
        if self.rate < self.min_rate:
            self.rate = self.min_rate
        return self.rate
