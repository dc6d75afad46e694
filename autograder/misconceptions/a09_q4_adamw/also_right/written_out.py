"""All equations written out, without the parent's step."""


class AdamW(Adam):
    def __init__(
        self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.004
    ):
        super().__init__(learning_rate, beta1, beta2, epsilon)
        check_not_negative(weight_decay=weight_decay)
        self.weight_decay = weight_decay

    def step(self, i, w, g):
        self.m[i] = self.beta1 * self.m.get(i, 0.0) + (1 - self.beta1) * g
        self.v[i] = self.beta2 * self.v.get(i, 0.0) + (1 - self.beta2) * tf.square(g)
        m_hat = self.m[i] / (1 - self.beta1**self.t)
        v_hat = self.v[i] / (1 - self.beta2**self.t)
        direction = m_hat / (tf.sqrt(v_hat) + self.epsilon)
        return w - self.lr * (direction + self.weight_decay * w)
