"""You subtract s times the sum of s v without the s in front of v: the whole bracket v - sum(s v) is multiplied by s."""


def softmax(z, axis=-1):
    z = as_floating(z)
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def softmax_jvp(z, v):
    z = as_floating(z)
    v = np.asarray(v, dtype=z.dtype)
    s = softmax(z)
    return v - s * (s * v).sum(axis=-1, keepdims=True)
