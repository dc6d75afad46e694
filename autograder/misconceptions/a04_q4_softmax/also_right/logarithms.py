"""By log-sum-exp; the product by the whole Jacobian, row by row."""


def softmax(z, axis=-1):
    z = np.asarray(z, dtype="float64")
    return np.exp(z - np.logaddexp.reduce(z, axis=axis, keepdims=True))


def softmax_jvp(z, v):
    z = np.asarray(z, dtype="float64")
    v = np.asarray(v, dtype="float64")
    result = np.empty_like(z)
    for index in np.ndindex(z.shape[:-1]):
        s = softmax(z[index])
        result[index] = (np.diag(s) - np.outer(s, s)) @ v[index]
    return result
