"""The sum that the recursion stands for: every gradient with its rate, faded by its age."""


class Momentum(Optimizer):
    def __init__(self, learning_rate=0.01, beta=0.9):
        super().__init__(learning_rate)
        check_fraction(beta=beta)
        self.beta = beta
        self.v = {}

    def step(self, i, w, g):
        self.v.setdefault(i, []).append(self.lr * g)
        pushes = self.v[i]
        return w - tf.add_n([self.beta**age * push for age, push in enumerate(reversed(pushes))])
