"""You let the last ReLU shut the branch but not the shortcut; it stands after the addition, so it shuts both."""


def post_activation_jacobian(x, w1, b1, w2, b2):
    x, w1, b1, w2, b2 = (np.asarray(value, dtype="float64") for value in (x, w1, b1, w2, b2))
    z = x @ w1 + b1
    s = np.maximum(z, 0) @ w2 + b2 + x
    return np.eye(len(x)) + np.diag(s > 0) @ w2.T @ np.diag(z > 0) @ w1.T
