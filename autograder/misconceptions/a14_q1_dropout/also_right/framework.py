"""TensorFlow's stateless dropout draws and scales; a given mask is multiplied in."""


def dropout(x, rate, training=True, mask=None, rng=None):
    if not training:
        return tf.identity(x)
    if mask is not None:
        return tf.multiply(x, tf.cast(mask, x.dtype)) * (1 / (1 - rate))
    seed = np.random.default_rng(rng).integers(2**31 - 1, size=2)
    return tf.nn.experimental.stateless_dropout(x, rate, seed=seed.astype("int32"))
