"""Everything from one uniform draw: the inverse of the distribution function."""


def draw_weights(shape, variance, distribution="truncated_normal", seed=None, dtype=None):
    u = keras.random.uniform(shape, 1e-7, 1 - 1e-7, dtype=dtype or "float32", seed=seed)
    if distribution == "uniform":
        return (2 * u - 1) * (3 * variance) ** 0.5
    if distribution == "normal":
        return tf.math.ndtri(u) * variance**0.5
    outside = (1 - math.erf(2 / math.sqrt(2))) / 2
    return tf.math.ndtri(outside + u * (1 - 2 * outside)) * (variance / 0.7737413) ** 0.5
