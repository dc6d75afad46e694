"""You multiply by 1 - rate in use instead of dividing by it in training; that is dropout as first published, not the inverted form."""


def dropout(x, rate, training=True, mask=None, rng=None):
    x = tf.convert_to_tensor(x)
    if not training:
        return x * (1 - rate)
    if mask is None:
        mask = np.random.default_rng(rng).random(tuple(x.shape)) >= rate
    return x * tf.cast(mask, x.dtype)
