"""You leave out 1 / sqrt(2 pi) in the slope of GELU; without it exp(-x^2 / 2) is not the slope of Phi."""


def swish(x, beta=1.0):
    x = as_floating(x)
    return x * sigmoid(beta * x)


def swish_derivative(x, beta=1.0):
    x = as_floating(x)
    return sigmoid(beta * x) + beta * x * sigmoid_derivative(beta * x)


def gelu(x):
    x = as_floating(x)
    return x * np.vectorize(math.erfc)(-x / math.sqrt(2)) / 2


def gelu_derivative(x):
    x = as_floating(x)
    return np.vectorize(math.erfc)(-x / math.sqrt(2)) / 2 + x * np.exp(-x * x / 2)
