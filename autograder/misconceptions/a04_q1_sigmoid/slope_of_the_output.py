"""You take x for the output of the sigmoid in x (1 - x); the slope is asked for as a function of the input."""


def sigmoid(x):
    x = as_floating(x)
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


def sigmoid_derivative(x):
    x = as_floating(x)
    return x * (1 - x)
