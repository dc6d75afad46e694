"""NumPy; scale and shift folded into one factor and one offset per channel."""


def batch_norm_infer(x, gamma, beta, mean, variance, eps=1e-3):
    factor = np.asarray(gamma) * (np.asarray(variance) + eps) ** -0.5
    return np.asarray(x) * factor + (np.asarray(beta) - np.asarray(mean) * factor)


def update_moving(moving, batch_value, momentum=0.99):
    return np.average([moving, batch_value], axis=0, weights=[momentum, 1 - momentum])
