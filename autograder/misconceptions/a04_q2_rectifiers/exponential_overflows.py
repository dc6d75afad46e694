"""You take e^x of every x, but np.where computes both of its sides, so large positive inputs overflow where you do not need them."""


def leaky_relu(x, alpha=0.01):
    x = as_floating(x)
    return np.where(x > 0, x, alpha * x)


def leaky_relu_derivative(x, alpha=0.01):
    x = as_floating(x)
    return np.where(x > 0, 1, alpha)


def elu(x, alpha=1.0):
    x = as_floating(x)
    return np.where(x > 0, x, alpha * (np.exp(x) - 1))


def elu_derivative(x, alpha=1.0):
    x = as_floating(x)
    return np.where(x > 0, 1, alpha * np.exp(x))
