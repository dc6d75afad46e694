"""You add a plain 1, which NumPy adds to every entry; the 1 of a residual block is the identity matrix."""


def pre_activation_jacobian(x, w1, b1, w2):
    x, w1, b1, w2 = (np.asarray(value, dtype="float64") for value in (x, w1, b1, w2))
    z = np.maximum(x, 0) @ w1 + b1
    return 1 + w2.T @ np.diag(z > 0) @ w1.T @ np.diag(x > 0)


def post_activation_jacobian(x, w1, b1, w2, b2):
    x, w1, b1, w2, b2 = (np.asarray(value, dtype="float64") for value in (x, w1, b1, w2, b2))
    z = x @ w1 + b1
    s = np.maximum(z, 0) @ w2 + b2 + x
    return np.diag(s > 0) @ (1 + w2.T @ np.diag(z > 0) @ w1.T)
