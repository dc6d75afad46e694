"""You drop where the mask is True; in this notebook, as in Keras, True means kept."""


def dropout(x, rate, training=True, mask=None, rng=None):
    x = tf.convert_to_tensor(x)
    if not training:
        return x
    if mask is None:
        mask = np.random.default_rng(rng).random(tuple(x.shape)) < rate
    return tf.where(tf.cast(mask, tf.bool), tf.zeros_like(x), x / (1 - rate))
