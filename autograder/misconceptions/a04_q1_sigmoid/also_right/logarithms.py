"""By log(1 + e^(-x)), which np.logaddexp computes without overflow."""


def sigmoid(x):
    return np.exp(-np.logaddexp(0, -as_floating(x)))


def sigmoid_derivative(x):
    size = np.abs(as_floating(x))
    return np.exp(-size - 2 * np.log1p(np.exp(-size)))
