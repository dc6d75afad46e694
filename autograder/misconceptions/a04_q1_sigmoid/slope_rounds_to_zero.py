"""You compute the slope as sigma (1 - sigma), which is 0 as soon as sigma is rounded to 1; 1 - sigma(x) is sigma(-x)."""


def sigmoid(x):
    x = as_floating(x)
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)
