"""Plain Python floats; nested lists come back."""


def sigmoid(x):
    if np.ndim(x):
        return [sigmoid(part) for part in x]
    x = float(x)
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def sigmoid_derivative(x):
    if np.ndim(x):
        return [sigmoid_derivative(part) for part in x]
    e = math.exp(-abs(float(x)))
    return e / (1 + e) ** 2
