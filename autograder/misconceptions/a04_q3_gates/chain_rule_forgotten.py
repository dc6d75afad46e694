"""You forget the chain rule in the slope of Swish: the gate is a function of beta x, so its slope brings a factor beta."""


def swish(x, beta=1.0):
    x = as_floating(x)
    return x * sigmoid(beta * x)


def swish_derivative(x, beta=1.0):
    x = as_floating(x)
    return sigmoid(beta * x) + x * sigmoid_derivative(beta * x)


def gelu(x):
    x = as_floating(x)
    return x * np.vectorize(math.erfc)(-x / math.sqrt(2)) / 2


def gelu_derivative(x):
    x = as_floating(x)
    density = np.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    return np.vectorize(math.erfc)(-x / math.sqrt(2)) / 2 + x * density
