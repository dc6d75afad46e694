"""You put the gate of the first ReLU on the left; what x meets first stands rightmost and shuts a column."""


def pre_activation_jacobian(x, w1, b1, w2):
    x, w1, b1, w2 = (np.asarray(value, dtype="float64") for value in (x, w1, b1, w2))
    z = np.maximum(x, 0) @ w1 + b1
    return np.eye(len(x)) + np.diag(x > 0) @ w2.T @ np.diag(z > 0) @ w1.T
