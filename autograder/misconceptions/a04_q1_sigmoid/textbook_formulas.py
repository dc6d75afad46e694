"""You typed both formulas as they stand in the book: exp(-x) overflows, and 1 - sigma(x) rounds to 0 where the slope is only small."""


def sigmoid(x):
    x = as_floating(x)
    return 1 / (1 + np.exp(-x))


def sigmoid_derivative(x):
    s = sigmoid(x)
    return s * (1 - s)
