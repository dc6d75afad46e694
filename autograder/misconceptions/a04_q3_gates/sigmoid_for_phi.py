"""You use the sigmoid of 1.702 x for Phi(x), a rough approximation; GELU's gate is the distribution function itself."""


def swish(x, beta=1.0):
    x = as_floating(x)
    return x * sigmoid(beta * x)


def swish_derivative(x, beta=1.0):
    x = as_floating(x)
    return sigmoid(beta * x) + beta * x * sigmoid_derivative(beta * x)


def gelu(x):
    return swish(x, 1.702)


def gelu_derivative(x):
    return swish_derivative(x, 1.702)
