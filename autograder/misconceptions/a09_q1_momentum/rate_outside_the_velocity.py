"""You multiply all of the velocity by today's rate; each gradient keeps the rate it came with."""


class Momentum(Optimizer):
    def __init__(self, learning_rate=0.01, beta=0.9):
        super().__init__(learning_rate)
        check_fraction(beta=beta)
        self.beta = beta
        self.v = {}

    def step(self, i, w, g):
        self.v[i] = self.beta * self.v.get(i, 0.0) + g
        return w - self.lr * self.v[i]
