"""You drop entries but do not make up for them: in use the next layer then gets a larger signal than it ever trained with."""


def dropout(x, rate, training=True, mask=None, rng=None):
    x = tf.convert_to_tensor(x)
    if not training:
        return x
    if mask is None:
        mask = np.random.default_rng(rng).random(tuple(x.shape)) >= rate
    return x * tf.cast(mask, x.dtype)
