"""You draw a mask as soon as there is an `rng`, and throw the mask away that you were given; a given mask decides."""


def dropout(x, rate, training=True, mask=None, rng=None):
    x = tf.convert_to_tensor(x)
    if not training:
        return x
    if rng is not None:
        mask = np.random.default_rng(rng).random(tuple(x.shape)) >= rate
    return x * tf.cast(mask, x.dtype) / (1 - rate)
