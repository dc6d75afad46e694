"""The two sides of Leaky ReLU are exchanged: alpha scales the positive inputs."""


def leaky_relu(x, alpha=0.01):
    x = as_floating(x)
    return np.where(x > 0, alpha * x, x)


def leaky_relu_derivative(x, alpha=0.01):
    x = as_floating(x)
    return np.where(x > 0, alpha, 1)


def elu(x, alpha=1.0):
    x = as_floating(x)
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_derivative(x, alpha=1.0):
    x = as_floating(x)
    return np.where(x > 0, 1, alpha * np.exp(np.minimum(x, 0)))
