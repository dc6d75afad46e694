"""You forget to divide by sqrt(2) inside erf, which makes Phi the distribution function of a narrower normal distribution."""


def swish(x, beta=1.0):
    x = as_floating(x)
    return x * sigmoid(beta * x)


def swish_derivative(x, beta=1.0):
    x = as_floating(x)
    return sigmoid(beta * x) + beta * x * sigmoid_derivative(beta * x)


def gelu(x):
    x = as_floating(x)
    return x * (1 + np.vectorize(math.erf)(x)) / 2


def gelu_derivative(x):
    x = as_floating(x)
    density = np.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    return (1 + np.vectorize(math.erf)(x)) / 2 + x * density
