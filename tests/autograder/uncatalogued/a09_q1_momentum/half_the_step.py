"""Every step is half as long as it should be."""


class Momentum(Optimizer):
    def __init__(self, learning_rate=0.01, beta=0.9):
        super().__init__(learning_rate)
        self.beta = beta
        self.v = {}

    def step(self, i, w, g):
        self.v[i] = self.beta * self.v.get(i, 0.0) + self.lr * g
        return w - self.v[i] / 2
