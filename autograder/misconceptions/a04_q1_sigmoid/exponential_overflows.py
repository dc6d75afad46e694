"""Your sigmoid takes exp(-x) of any x, which overflows for large negative x; an exponential of -|x| never does."""


def sigmoid(x):
    x = as_floating(x)
    return 1 / (1 + np.exp(-x))


def sigmoid_derivative(x):
    x = as_floating(x)
    e = np.exp(-np.abs(x))
    return e / (1 + e) ** 2
