"""You put alpha into the exponent; it stands in front of e^x - 1 and sets how deep ELU goes."""


def leaky_relu(x, alpha=0.01):
    x = as_floating(x)
    return np.where(x > 0, x, alpha * x)


def leaky_relu_derivative(x, alpha=0.01):
    x = as_floating(x)
    return np.where(x > 0, 1, alpha)


def elu(x, alpha=1.0):
    x = as_floating(x)
    return np.where(x > 0, x, np.expm1(alpha * np.minimum(x, 0)))


def elu_derivative(x, alpha=1.0):
    x = as_floating(x)
    return np.where(x > 0, 1, alpha * np.exp(alpha * np.minimum(x, 0)))
