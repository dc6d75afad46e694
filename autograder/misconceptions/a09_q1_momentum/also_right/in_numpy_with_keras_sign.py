"""NumPy, no base class, and the velocity with the opposite sign, as Keras has it."""


class Momentum:
    def __init__(self, learning_rate=0.01, beta=0.9):
        self.lr = learning_rate
        self.beta = beta
        self.velocities = None

    def update(self, params, gradients):
        if self.velocities is None:
            self.velocities = [np.zeros_like(np.asarray(w)) for w in params]
        moved = []
        for k, (w, g) in enumerate(zip(params, gradients)):
            if g is not None:
                self.velocities[k] = self.beta * self.velocities[k] - self.lr * np.asarray(g)
                w = np.asarray(w) + self.velocities[k]
            moved.append(w)
        return moved
