"""You square the averaged gradient; v averages the squares, and their mean is the larger one."""


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
        self.m[i] = self.beta1 * self.m.get(i, 0.0) + (1 - self.beta1) * g
        m_hat = self.m[i] / (1 - self.beta1**self.t)
        self.v[i] = tf.square(m_hat)
        return w - self.lr * m_hat / (tf.sqrt(self.v[i]) + self.epsilon)
