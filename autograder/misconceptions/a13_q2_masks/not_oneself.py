"""You hide a position from itself; the first one then has nothing at all to read."""


def causal_mask(length):
    position = tf.range(length)
    return position[None, :] < position[:, None]
