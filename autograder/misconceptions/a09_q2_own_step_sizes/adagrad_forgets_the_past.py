"""You use only the last gradient's square, so every step is a mere sign; add up all of them."""


class AdaGrad(Optimizer):
    def __init__(self, learning_rate=0.01, epsilon=1e-8):
        super().__init__(learning_rate)
        check_not_negative(epsilon=epsilon)
        self.epsilon = epsilon
        self.v = {}

    def step(self, i, w, g):
        self.v[i] = tf.square(g)
        return w - self.lr * g / (tf.sqrt(self.v[i]) + self.epsilon)
