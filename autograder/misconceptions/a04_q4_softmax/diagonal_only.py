"""You use only the diagonal s (1 - s) of the Jacobian, as for a sigmoid; in a softmax every score moves every probability."""


def softmax(z, axis=-1):
    z = as_floating(z)
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def softmax_jvp(z, v):
    z = as_floating(z)
    v = np.asarray(v, dtype=z.dtype)
    s = softmax(z)
    return s * (1 - s) * v
