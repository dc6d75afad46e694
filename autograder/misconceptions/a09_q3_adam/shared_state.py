"""You keep one pair of moments for all parameters; each has its own, under its index i."""


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
        self.m[0] = self.beta1 * self.m.get(0, 0.0) + (1 - self.beta1) * g
        self.v[0] = self.beta2 * self.v.get(0, 0.0) + (1 - self.beta2) * tf.square(g)
        m_hat = self.m[0] / (1 - self.beta1**self.t)
        v_hat = self.v[0] / (1 - self.beta2**self.t)
        return w - self.lr * m_hat / (tf.sqrt(v_hat) + self.epsilon)
