"""You give ELU the slope e^x on the negative side, as if it were smooth for every alpha; the slope is alpha e^x, and it jumps at 0 unless alpha is 1."""


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
    return np.exp(np.minimum(x, 0))
