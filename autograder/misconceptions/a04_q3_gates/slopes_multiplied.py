"""You multiply the slopes of the two factors; the product rule says u' v + u v', not u' v'."""


def swish(x, beta=1.0):
    x = as_floating(x)
    return x * sigmoid(beta * x)


def swish_derivative(x, beta=1.0):
    x = as_floating(x)
    return beta * sigmoid_derivative(beta * x)


def gelu(x):
    x = as_floating(x)
    return x * np.vectorize(math.erfc)(-x / math.sqrt(2)) / 2


def gelu_derivative(x):
    x = as_floating(x)
    return np.exp(-x * x / 2) / math.sqrt(2 * math.pi)
