"""As in the lecture's code you compute the mean gradient and return it; beta is never used, and the start never moves."""


class MAML:
    def __init__(self, params, alpha=0.01, beta=0.001, steps=1, first_order=False):
        self.params = [tf.convert_to_tensor(p) for p in params]
        self.alpha = alpha
        self.beta = beta
        self.steps = steps
        self.first_order = first_order
        self.compiled_gradient = tf.function(meta_gradient)

    def adapt(self, x, y, steps=None):
        steps = self.steps if steps is None else steps
        return inner_update(self.params, x, y, self.alpha, steps)

    def update(self, tasks):
        gradient = self.compiled_gradient(
            self.params, tasks, self.alpha, self.steps, self.first_order
        )
        return gradient
