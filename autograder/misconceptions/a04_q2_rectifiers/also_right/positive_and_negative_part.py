"""x is its positive part plus its negative part; float64 throughout, lists come back."""


def leaky_relu(x, alpha=0.01):
    x = np.asarray(x, dtype="float64")
    return (np.maximum(x, 0) + alpha * np.minimum(x, 0)).tolist()


def leaky_relu_derivative(x, alpha=0.01):
    x = np.asarray(x, dtype="float64")
    return (alpha + (1 - alpha) * np.heaviside(x, 0)).tolist()


def elu(x, alpha=1.0):
    x = np.asarray(x, dtype="float64")
    return (np.maximum(x, 0) + alpha * (np.exp(np.minimum(x, 0)) - 1)).tolist()


def elu_derivative(x, alpha=1.0):
    x = np.asarray(x, dtype="float64")
    return np.where(x > 0, 1.0, np.minimum(elu(x, alpha), 0) + alpha).tolist()
