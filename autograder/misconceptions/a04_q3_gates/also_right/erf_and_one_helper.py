"""Phi by erf; Swish's slope from its own value, y' = beta y + s (1 - beta y)."""


def gate(x):
    return (1 + np.vectorize(math.erf, otypes=["d"])(x / np.sqrt(2))) / 2


def swish(x, beta=1.0):
    x = np.asarray(x, dtype="float64")
    return x * np.asarray(sigmoid(beta * x))


def swish_derivative(x, beta=1.0):
    x = np.asarray(x, dtype="float64")
    s = np.asarray(sigmoid(beta * x))
    return s + beta * swish(x, beta) * (1 - s)


def gelu(x):
    x = np.asarray(x, dtype="float64")
    return x * gate(x)


def gelu_derivative(x):
    x = np.asarray(x, dtype="float64")
    return gate(x) + x * (2 * np.pi) ** -0.5 * np.exp(-0.5 * x**2)
