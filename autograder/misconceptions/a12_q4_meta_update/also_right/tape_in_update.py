"""A tape around the meta-loss, inside update; subtraction by tf.nest."""


def meta_step(params, gradient, beta):
    return tf.nest.map_structure(lambda p, g: p - beta * g, list(params), list(gradient))


class MAML:
    def __init__(self, params, alpha=0.01, beta=0.001, steps=1, first_order=False):
        self.params = [tf.convert_to_tensor(p) for p in params]
        self.alpha = alpha
        self.beta = beta
        self.steps = steps
        self.first_order = first_order
        self.compiled_gradient = tf.function(meta_gradient)

    def adapt(self, x, y, steps=None):
        return inner_update(
            self.params, x, y, alpha=self.alpha, steps=self.steps if steps is None else steps
        )

    def update(self, tasks):
        with tf.GradientTape() as tape:
            tape.watch(self.params)
            loss = meta_loss(self.params, tasks, self.alpha, self.steps, self.first_order)
        self.params = meta_step(self.params, tape.gradient(loss, self.params), self.beta)
