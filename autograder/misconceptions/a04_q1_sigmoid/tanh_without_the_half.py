"""You use tanh(x) where tanh(x / 2) belongs, so your sigmoid is twice as steep as it should be."""


def sigmoid(x):
    x = as_floating(x)
    return (1 + np.tanh(x)) / 2


def sigmoid_derivative(x):
    x = as_floating(x)
    e = np.exp(-np.abs(x))
    return e / (1 + e) ** 2
