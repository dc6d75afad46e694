"""You average with a factor 1 - beta; a velocity adds up, to 1 / (1 - beta) times one step."""


class Momentum(Optimizer):
    def __init__(self, learning_rate=0.01, beta=0.9):
        super().__init__(learning_rate)
        check_fraction(beta=beta)
        self.beta = beta
        self.v = {}

    def step(self, i, w, g):
        self.v[i] = self.beta * self.v.get(i, 0.0) + (1 - self.beta) * self.lr * g
        return w - self.v[i]
