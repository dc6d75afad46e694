"""You correct the start as Adam does; RMSprop does not, and its first steps are longer for it."""


class RMSprop(Optimizer):
    def __init__(self, learning_rate=0.001, rho=0.9, epsilon=1e-8):
        super().__init__(learning_rate)
        check_fraction(rho=rho)
        check_not_negative(epsilon=epsilon)
        self.rho = rho
        self.epsilon = epsilon
        self.v = {}

    def step(self, i, w, g):
        self.v[i] = self.rho * self.v.get(i, 0.0) + (1 - self.rho) * tf.square(g)
        v_hat = self.v[i] / (1 - self.rho**self.t)
        return w - self.lr * g / (tf.sqrt(v_hat) + self.epsilon)
