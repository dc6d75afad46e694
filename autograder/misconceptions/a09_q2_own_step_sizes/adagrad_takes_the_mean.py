"""You divide the sum of squares by the number of steps; AdaGrad's sum only grows."""


class AdaGrad(Optimizer):
    def __init__(self, learning_rate=0.01, epsilon=1e-8):
        super().__init__(learning_rate)
        check_not_negative(epsilon=epsilon)
        self.epsilon = epsilon
        self.v = {}

    def step(self, i, w, g):
        self.v[i] = self.v.get(i, 0.0) + tf.square(g)
        return w - self.lr * g / (tf.sqrt(self.v[i] / self.t) + self.epsilon)
