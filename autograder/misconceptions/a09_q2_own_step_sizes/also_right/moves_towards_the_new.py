"""The average as a move towards the new square; the sum by a variable made in the first step."""


class AdaGrad(Optimizer):
    def __init__(self, learning_rate=0.01, epsilon=1e-8):
        super().__init__(learning_rate)
        check_not_negative(epsilon=epsilon)
        self.epsilon = epsilon
        self.v = {}

    def step(self, i, w, g):
        if i not in self.v:
            self.v[i] = tf.Variable(tf.zeros_like(g))
        self.v[i].assign_add(g * g)
        return w - g * (self.lr / (self.v[i] ** 0.5 + self.epsilon))


class RMSprop(Optimizer):
    def __init__(self, learning_rate=0.001, rho=0.9, epsilon=1e-8):
        super().__init__(learning_rate)
        check_fraction(rho=rho)
        check_not_negative(epsilon=epsilon)
        self.rho = rho
        self.epsilon = epsilon
        self.v = {}

    def step(self, i, w, g):
        if i not in self.v:
            self.v[i] = tf.zeros_like(g)
        self.v[i] += (1 - self.rho) * (g * g - self.v[i])
        return w - g * (self.lr / (self.v[i] ** 0.5 + self.epsilon))
