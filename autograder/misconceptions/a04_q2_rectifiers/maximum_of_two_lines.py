"""You write Leaky ReLU as max(alpha x, x), which is right only as long as alpha is not above 1; above, the maximum picks the wrong line."""


def leaky_relu(x, alpha=0.01):
    x = as_floating(x)
    return np.maximum(alpha * x, x)


def leaky_relu_derivative(x, alpha=0.01):
    x = as_floating(x)
    return np.where(x > 0, 1, alpha)


def elu(x, alpha=1.0):
    x = as_floating(x)
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_derivative(x, alpha=1.0):
    x = as_floating(x)
    return np.where(x > 0, 1, alpha * np.exp(np.minimum(x, 0)))
