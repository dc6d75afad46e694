"""You cut a step that turns to 10 %; the equation alone settles at lr g / (1 + beta)."""


class Momentum(Optimizer):
    def __init__(self, learning_rate=0.01, beta=0.9):
        super().__init__(learning_rate)
        check_fraction(beta=beta)
        self.beta = beta
        self.v = {}

    def step(self, i, w, g):
        v = self.v.get(i, tf.zeros_like(g))
        self.v[i] = tf.where(v * g < 0, 0.1 * self.lr * g, self.beta * v + self.lr * g)
        return w - self.v[i]
