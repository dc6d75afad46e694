"""You draw with a seed of your own, so every step benches the same units and the others never learn to do without them."""


def dropout(x, rate, training=True, mask=None, rng=None):
    x = tf.convert_to_tensor(x)
    if not training:
        return x
    if mask is None:
        mask = np.random.default_rng(42).random(tuple(x.shape)) >= rate
    return x * tf.cast(mask, x.dtype) / (1 - rate)
