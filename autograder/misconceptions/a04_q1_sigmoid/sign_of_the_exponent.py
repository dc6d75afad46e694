"""You lost the minus sign in the exponent: 1 / (1 + exp(x)) falls where the sigmoid rises."""


def sigmoid(x):
    x = as_floating(x)
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, e, 1) / (1 + e)


def sigmoid_derivative(x):
    x = as_floating(x)
    e = np.exp(-np.abs(x))
    return e / (1 + e) ** 2
