"""You use the tanh formula for GELU, which is an approximation; the exact one, with erf, is asked for."""


def swish(x, beta=1.0):
    x = as_floating(x)
    return x * sigmoid(beta * x)


def swish_derivative(x, beta=1.0):
    x = as_floating(x)
    return sigmoid(beta * x) + beta * x * sigmoid_derivative(beta * x)


def gelu(x):
    x = as_floating(x)
    u = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)
    return x * (1 + np.tanh(u)) / 2


def gelu_derivative(x):
    x = as_floating(x)
    density = np.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    return np.vectorize(math.erfc)(-x / math.sqrt(2)) / 2 + x * density
