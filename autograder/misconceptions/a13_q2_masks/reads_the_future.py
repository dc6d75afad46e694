"""You swap rows and columns: the reader is the row, and yours reads itself and the FUTURE."""


def causal_mask(length):
    position = tf.range(length)
    return position[None, :] >= position[:, None]
