"""You move with the velocity of the step before; first take in the gradient, then move."""


class Momentum(Optimizer):
    def __init__(self, learning_rate=0.01, beta=0.9):
        super().__init__(learning_rate)
        check_fraction(beta=beta)
        self.beta = beta
        self.v = {}

    def step(self, i, w, g):
        v = self.v.get(i, tf.zeros_like(g))
        self.v[i] = self.beta * v + self.lr * g
        return w - v
