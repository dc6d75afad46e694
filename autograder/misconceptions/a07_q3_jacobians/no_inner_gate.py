"""You leave out the gate of the ReLU between the two layers; where it is shut, the branch passes nothing."""


def pre_activation_jacobian(x, w1, b1, w2):
    x, w1, b1, w2 = (np.asarray(value, dtype="float64") for value in (x, w1, b1, w2))
    return np.eye(len(x)) + w2.T @ w1.T @ np.diag(x > 0)


def post_activation_jacobian(x, w1, b1, w2, b2):
    x, w1, b1, w2, b2 = (np.asarray(value, dtype="float64") for value in (x, w1, b1, w2, b2))
    z = x @ w1 + b1
    s = np.maximum(z, 0) @ w2 + b2 + x
    return np.diag(s > 0) @ (np.eye(len(x)) + w2.T @ w1.T)
