"""You take the density of the normal distribution for its distribution function, so the gate shuts again for large x."""


def swish(x, beta=1.0):
    x = as_floating(x)
    return x * sigmoid(beta * x)


def swish_derivative(x, beta=1.0):
    x = as_floating(x)
    return sigmoid(beta * x) + beta * x * sigmoid_derivative(beta * x)


def gelu(x):
    x = as_floating(x)
    return x * np.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def gelu_derivative(x):
    x = as_floating(x)
    density = np.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    return density - x * x * density
