"""You take the gate itself for the slope; by the product rule x times the slope of the gate comes on top, in both functions."""


def swish(x, beta=1.0):
    x = as_floating(x)
    return x * sigmoid(beta * x)


def swish_derivative(x, beta=1.0):
    x = as_floating(x)
    return sigmoid(beta * x)


def gelu(x):
    x = as_floating(x)
    return x * np.vectorize(math.erfc)(-x / math.sqrt(2)) / 2


def gelu_derivative(x):
    x = as_floating(x)
    return np.vectorize(math.erfc)(-x / math.sqrt(2)) / 2
