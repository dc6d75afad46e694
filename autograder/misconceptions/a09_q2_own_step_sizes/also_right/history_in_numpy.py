"""All squares kept in a list; the sums and averages computed anew in NumPy, element by element."""


class AdaGrad(Optimizer):
    def __init__(self, learning_rate=0.01, epsilon=1e-8):
        super().__init__(learning_rate)
        check_not_negative(epsilon=epsilon)
        self.epsilon = epsilon
        self.v = {}

    def step(self, i, w, g):
        self.v.setdefault(i, []).append(np.asarray(g) ** 2)
        size = np.sqrt(np.sum(self.v[i], axis=0))
        return np.asarray(w) - self.lr * np.asarray(g) / (size + self.epsilon)


class RMSprop(Optimizer):
    def __init__(self, learning_rate=0.001, rho=0.9, epsilon=1e-8):
        super().__init__(learning_rate)
        check_fraction(rho=rho)
        check_not_negative(epsilon=epsilon)
        self.rho = rho
        self.epsilon = epsilon
        self.v = {}

    def step(self, i, w, g):
        self.v.setdefault(i, []).append(np.asarray(g) ** 2)
        count = len(self.v[i])
        average = sum(
            (1 - self.rho) * self.rho ** (count - 1 - k) * self.v[i][k] for k in range(count)
        )
        return np.asarray(w) - self.lr * np.asarray(g) / (np.sqrt(average) + self.epsilon)
