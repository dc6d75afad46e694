"""You take the exponentials of the scores as they come, and those of large scores overflow; subtract the largest score first."""


def softmax(z, axis=-1):
    z = as_floating(z)
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)


def softmax_jvp(z, v):
    z = as_floating(z)
    v = np.asarray(v, dtype=z.dtype)
    s = softmax(z)
    return s * (v - (s * v).sum(axis=-1, keepdims=True))
