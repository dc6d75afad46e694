"""You divide by the share that this one mask keeps; the scale then changes from mask to mask, and a mask that keeps nothing gives NaN."""


def dropout(x, rate, training=True, mask=None, rng=None):
    x = tf.convert_to_tensor(x)
    if not training:
        return x
    if mask is None:
        mask = np.random.default_rng(rng).random(tuple(x.shape)) >= rate
    mask = tf.cast(mask, x.dtype)
    return x * mask / tf.reduce_mean(mask)
