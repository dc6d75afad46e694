"""The chain rule of the paper, one equation after the other, in NumPy."""


def batch_norm_backward(dy, x, gamma, eps=1e-3):
    shape = np.shape(x)
    x, dy = (np.asarray(part, dtype="float64").reshape(-1, shape[-1]) for part in (x, dy))
    gamma, m = np.asarray(gamma, dtype="float64"), len(x)
    centred = x - x.sum(axis=0) / m
    variance = (centred**2).sum(axis=0) / m
    dx_hat = dy * gamma
    dvariance = (dx_hat * centred).sum(axis=0) * -0.5 * (variance + eps) ** -1.5
    dmean = -dx_hat.sum(axis=0) / np.sqrt(variance + eps)
    dx = dx_hat / np.sqrt(variance + eps) + dvariance * 2 * centred / m + dmean / m
    dgamma = (dy * centred / np.sqrt(variance + eps)).sum(axis=0)
    return dx.reshape(shape), dgamma, dy.sum(axis=0)
