"""You keep one velocity for all parameters; each has its own, under its index i."""


class Momentum(Optimizer):
    def __init__(self, learning_rate=0.01, beta=0.9):
        super().__init__(learning_rate)
        check_fraction(beta=beta)
        self.beta = beta
        self.v = {}

    def step(self, i, w, g):
        self.v[0] = self.beta * self.v.get(0, 0.0) + self.lr * g
        return w - self.v[0]
