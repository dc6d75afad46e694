"""The paper's faster form: both corrections in one rate, and epsilon scaled to fit."""


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
        if i not in self.m:
            self.m[i] = tf.zeros_like(g)
            self.v[i] = tf.zeros_like(g)
        self.m[i] += (1 - self.beta1) * (g - self.m[i])
        self.v[i] += (1 - self.beta2) * (g * g - self.v[i])
        root = (1 - self.beta2**self.t) ** 0.5
        rate = self.lr * root / (1 - self.beta1**self.t)
        return w - rate * self.m[i] / (tf.sqrt(self.v[i]) + self.epsilon * root)
