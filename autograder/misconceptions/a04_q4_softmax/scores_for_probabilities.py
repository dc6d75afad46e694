"""You treat z as probabilities in the product; they are scores, so take their softmax first."""


def softmax(z, axis=-1):
    z = as_floating(z)
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def softmax_jvp(z, v):
    z = as_floating(z)
    v = np.asarray(v, dtype=z.dtype)
    return z * (v - (z * v).sum(axis=-1, keepdims=True))
