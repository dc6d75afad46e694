"""You keep an entry with the probability `rate`; the rate is the probability of being dropped."""


def dropout(x, rate, training=True, mask=None, rng=None):
    x = tf.convert_to_tensor(x)
    if not training:
        return x
    if mask is None:
        mask = np.random.default_rng(rng).random(tuple(x.shape)) < rate
    return x * tf.cast(mask, x.dtype) / (1 - rate)
