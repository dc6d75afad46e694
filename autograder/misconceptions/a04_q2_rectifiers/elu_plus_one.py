"""You take the slope of ELU as ELU + 1 on the negative side, which is ELU + alpha, and the same only for alpha = 1."""


def leaky_relu(x, alpha=0.01):
    x = as_floating(x)
    return np.where(x > 0, x, alpha * x)


def leaky_relu_derivative(x, alpha=0.01):
    x = as_floating(x)
    return np.where(x > 0, 1, alpha)


def elu(x, alpha=1.0):
    x = as_floating(x)
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_derivative(x, alpha=1.0):
    x = as_floating(x)
    return np.where(x > 0, 1, elu(x, alpha) + 1)
