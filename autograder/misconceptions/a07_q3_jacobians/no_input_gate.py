"""You leave out the gate of the pre-activation block's first ReLU; where x is negative, the branch passes nothing."""


def pre_activation_jacobian(x, w1, b1, w2):
    x, w1, b1, w2 = (np.asarray(value, dtype="float64") for value in (x, w1, b1, w2))
    z = np.maximum(x, 0) @ w1 + b1
    return np.eye(len(x)) + w2.T @ np.diag(z > 0) @ w1.T
