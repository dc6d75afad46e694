"""You leave beta out of the gate, which is Swish only for beta = 1."""


def swish(x, beta=1.0):
    x = as_floating(x)
    return x * sigmoid(x)


def swish_derivative(x, beta=1.0):
    x = as_floating(x)
    return sigmoid(x) + x * sigmoid_derivative(x)


def gelu(x):
    x = as_floating(x)
    return x * np.vectorize(math.erfc)(-x / math.sqrt(2)) / 2


def gelu_derivative(x):
    x = as_floating(x)
    density = np.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    return np.vectorize(math.erfc)(-x / math.sqrt(2)) / 2 + x * density
