"""You do not set waited back after an improvement; patience counts bad epochs in a row."""


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
        resting = self.rest > 0
        self.rest = max(self.rest - 1, 0)
        if metric < self.best - self.min_delta:
            self.best = metric
        elif not resting:
            self.waited += 1
            if self.waited == self.patience:
                self.rate = max(self.rate * self.factor, self.min_rate)
                self.waited, self.rest = 0, self.cooldown
        return self.rate
