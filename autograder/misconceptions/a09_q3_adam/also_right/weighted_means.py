"""A corrected moment is the mean of all gradients so far with weights that fade with age."""


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
        self.m.setdefault(i, []).append(np.asarray(g))
        past = np.array(self.m[i])
        age = np.arange(len(past))[::-1]
        m_hat = np.average(past, axis=0, weights=self.beta1**age)
        v_hat = np.average(past**2, axis=0, weights=self.beta2**age)
        return np.asarray(w) - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon)
