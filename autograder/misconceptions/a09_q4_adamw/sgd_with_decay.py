"""You step by the gradient itself; AdamW adds its decay to Adam's step, super().step(i, w, g)."""


class AdamW(Adam):
    def __init__(
        self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.004
    ):
        super().__init__(learning_rate, beta1, beta2, epsilon)
        check_not_negative(weight_decay=weight_decay)
        self.weight_decay = weight_decay

    def step(self, i, w, g):
        return w - self.lr * g - self.lr * self.weight_decay * w
