"""A name that does not exist: every call raises."""


class Adam(Optimizer):
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        super().__init__(learning_rate)
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon
        self.m, self.v = {}, {}

    def step(self, i, w, g):
        return w - self.learning_rate * gradient  # noqa: F821
