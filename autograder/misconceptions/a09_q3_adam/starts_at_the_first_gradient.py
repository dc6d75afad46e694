"""You start the averages at the first gradient; then the first counts for more than the others."""


class Adam(Optimizer):
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        super().__init__(learning_rate)
        check_fraction(beta1=beta1, beta2=beta2)
        check_not_negative(epsilon=epsilon)
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.m = {}
        self.v = {}

    def step(self, i, w, g):
        m, v = self.m.get(i, g), self.v.get(i, tf.square(g))
        self.m[i] = self.beta1 * m + (1 - self.beta1) * g
        self.v[i] = self.beta2 * v + (1 - self.beta2) * tf.square(g)
        return w - self.lr * self.m[i] / (tf.sqrt(self.v[i]) + self.epsilon)
