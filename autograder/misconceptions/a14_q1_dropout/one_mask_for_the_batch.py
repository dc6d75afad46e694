"""You draw one mask for all examples of the batch; every entry is to have its own luck."""


def dropout(x, rate, training=True, mask=None, rng=None):
    x = tf.convert_to_tensor(x)
    if not training:
        return x
    if mask is None:
        mask = np.random.default_rng(rng).random(x.shape[-1]) >= rate
    return x * tf.cast(mask, x.dtype) / (1 - rate)
