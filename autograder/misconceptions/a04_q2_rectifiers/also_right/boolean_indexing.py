"""Only the entries that need it are changed; e^x is taken of those alone."""


def leaky_relu(x, alpha=0.01):
    y = np.array(as_floating(x))
    y[y <= 0] *= alpha
    return y


def leaky_relu_derivative(x, alpha=0.01):
    y = np.ones_like(as_floating(x))
    y[as_floating(x) <= 0] = alpha
    return y


def elu(x, alpha=1.0):
    y = np.array(as_floating(x))
    y[y <= 0] = alpha * (np.exp(y[y <= 0]) - 1)
    return y


def elu_derivative(x, alpha=1.0):
    x = as_floating(x)
    y = np.ones_like(x)
    y[x <= 0] = alpha * np.exp(x[x <= 0])
    return y
