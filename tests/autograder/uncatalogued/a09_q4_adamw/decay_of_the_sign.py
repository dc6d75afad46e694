"""Decays by the sign of the weight, as L1 would."""


class AdamW(Adam):
    def __init__(
        self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.004
    ):
        super().__init__(learning_rate, beta1, beta2, epsilon)
        self.weight_decay = weight_decay

    def step(self, i, w, g):
        return super().step(i, w, g) - self.lr * self.weight_decay * tf.sign(w)
