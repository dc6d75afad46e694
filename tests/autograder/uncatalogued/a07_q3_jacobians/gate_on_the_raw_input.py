"""The inner gate of the pre-activation block is computed from x, not from relu(x)."""


def pre_activation_jacobian(x, w1, b1, w2):
    x, w1, b1, w2 = (np.asarray(value, dtype="float64") for value in (x, w1, b1, w2))
    z = x @ w1 + b1
    return np.eye(len(x)) + w2.T @ np.diag(z > 0) @ w1.T @ np.diag(x > 0)
