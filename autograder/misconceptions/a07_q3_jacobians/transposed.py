"""You return the transpose; J[i, j] is dy_i / dx_j, and for y = x W that is the transpose of W."""


def pre_activation_jacobian(x, w1, b1, w2):
    x, w1, b1, w2 = (np.asarray(value, dtype="float64") for value in (x, w1, b1, w2))
    z = np.maximum(x, 0) @ w1 + b1
    return np.eye(len(x)) + np.diag(x > 0) @ w1 @ np.diag(z > 0) @ w2


def post_activation_jacobian(x, w1, b1, w2, b2):
    x, w1, b1, w2, b2 = (np.asarray(value, dtype="float64") for value in (x, w1, b1, w2, b2))
    z = x @ w1 + b1
    s = np.maximum(z, 0) @ w2 + b2 + x
    return (np.eye(len(x)) + w1 @ np.diag(z > 0) @ w2) @ np.diag(s > 0)
