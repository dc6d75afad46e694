"""You sum the squares over the whole tensor; every element has a size of its own."""


class AdaGrad(Optimizer):
    def __init__(self, learning_rate=0.01, epsilon=1e-8):
        super().__init__(learning_rate)
        check_not_negative(epsilon=epsilon)
        self.epsilon = epsilon
        self.v = {}

    def step(self, i, w, g):
        self.v[i] = self.v.get(i, 0.0) + tf.reduce_sum(tf.square(g))
        return w - self.lr * g / (tf.sqrt(self.v[i]) + self.epsilon)


class RMSprop(Optimizer):
    def __init__(self, learning_rate=0.001, rho=0.9, epsilon=1e-8):
        super().__init__(learning_rate)
        check_fraction(rho=rho)
        check_not_negative(epsilon=epsilon)
        self.rho = rho
        self.epsilon = epsilon
        self.v = {}

    def step(self, i, w, g):
        self.v[i] = self.rho * self.v.get(i, 0.0) + (1 - self.rho) * tf.reduce_sum(tf.square(g))
        return w - self.lr * g / (tf.sqrt(self.v[i]) + self.epsilon)
