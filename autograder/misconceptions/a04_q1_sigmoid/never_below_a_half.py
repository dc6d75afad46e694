"""You put |x| in place of x against the overflow, so the sigmoid of a negative x comes out as that of a positive one."""


def sigmoid(x):
    x = as_floating(x)
    return 1 / (1 + np.exp(-np.abs(x)))


def sigmoid_derivative(x):
    x = as_floating(x)
    e = np.exp(-np.abs(x))
    return e / (1 + e) ** 2
