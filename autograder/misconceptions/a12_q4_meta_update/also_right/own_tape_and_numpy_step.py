"""The gradient without compiling, task by task, and the step in NumPy."""


def meta_step(params, gradient, beta):
    moved = []
    for p, g in zip(params, gradient):
        moved.append(tf.constant(np.asarray(p) - beta * np.asarray(g), dtype=p.dtype))
    return moved


class MAML:
    def __init__(self, params, alpha=0.01, beta=0.001, steps=1, first_order=False):
        self.params = [tf.convert_to_tensor(p) for p in params]
        self.alpha = alpha
        self.beta = beta
        self.steps = steps
        self.first_order = first_order
        self.compiled_gradient = tf.function(meta_gradient)

    def adapt(self, x, y, steps=None):
        if steps is None:
            steps = self.steps
        phi = list(self.params)
        for _ in range(steps):
            phi = inner_update(phi, x, y, self.alpha)
        return phi

    def update(self, tasks):
        total = None
        for task in tasks:
            found = meta_gradient(self.params, [task], self.alpha, self.steps, self.first_order)
            total = found if total is None else [t + f for t, f in zip(total, found)]
        mean = [t / len(tasks) for t in total]
        self.params = meta_step(self.params, mean, self.beta)
