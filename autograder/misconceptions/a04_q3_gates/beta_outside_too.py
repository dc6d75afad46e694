"""You multiply Swish by beta in front as well; it belongs inside the gate, x sigma(beta x)."""


def swish(x, beta=1.0):
    x = as_floating(x)
    return beta * x * sigmoid(beta * x)


def swish_derivative(x, beta=1.0):
    x = as_floating(x)
    return sigmoid(beta * x) + beta * x * sigmoid_derivative(beta * x)


def gelu(x):
    x = as_floating(x)
    return x * np.vectorize(math.erfc)(-x / math.sqrt(2)) / 2


def gelu_derivative(x):
    x = as_floating(x)
    density = np.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    return np.vectorize(math.erfc)(-x / math.sqrt(2)) / 2 + x * density
