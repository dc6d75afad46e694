"""You do not look at the metric during a rest; an improvement then still moves the best."""


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
        if self.rest > 0:
            self.rest -= 1
            return self.rate
        if metric < self.best - self.min_delta:
            self.best, self.waited = metric, 0
        else:
            self.waited += 1
            if self.waited == self.patience:
                self.rate = max(self.rate * self.factor, self.min_rate)
                self.waited, self.rest = 0, self.cooldown
        return self.rate
