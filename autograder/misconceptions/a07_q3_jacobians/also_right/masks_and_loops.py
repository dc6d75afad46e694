"""Entry by entry, with masks in place of diagonal matrices."""


def pre_activation_jacobian(x, w1, b1, w2):
    x, w1, b1, w2 = (np.array(value, dtype="float64") for value in (x, w1, b1, w2))
    d = len(x)
    z = np.where(x > 0, x, 0) @ w1 + b1
    jacobian = np.zeros((d, d))
    for i in range(d):
        for j in range(d):
            slope = sum(w1[j, k] * w2[k, i] for k in range(len(z)) if z[k] > 0)
            jacobian[i, j] = (i == j) + (slope if x[j] > 0 else 0.0)
    return jacobian.tolist()


def post_activation_jacobian(x, w1, b1, w2, b2):
    x, w1, b1, w2, b2 = (np.array(value, dtype="float64") for value in (x, w1, b1, w2, b2))
    z = x @ w1 + b1
    s = x + (z * (z > 0)) @ w2 + b2
    jacobian = ((w1 * (z > 0)) @ w2).T + np.identity(len(x))
    return jacobian * (s > 0)[:, np.newaxis]
