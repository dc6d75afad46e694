"""NumPy slices, one example and one group at a time."""


def layer_norm(x, gamma, beta, eps=1e-3):
    x = np.asarray(x)
    y = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + eps)
    return y * np.asarray(gamma) + np.asarray(beta)


def group_norm(x, gamma, beta, groups, eps=1e-3):
    x = np.asarray(x)
    y, width = np.empty_like(x), x.shape[-1] // groups
    for n in range(len(x)):
        for k in range(groups):
            own = x[n, ..., k * width : (k + 1) * width]
            y[n, ..., k * width : (k + 1) * width] = (own - own.mean()) / np.sqrt(own.var() + eps)
    return y * np.asarray(gamma) + np.asarray(beta)
