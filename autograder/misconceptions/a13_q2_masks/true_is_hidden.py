"""Your masks say what is hidden; here True means that a position may be read."""


def causal_mask(length):
    position = tf.range(length)
    return position[None, :] > position[:, None]


def padding_mask(lengths, max_length):
    lengths = tf.convert_to_tensor(lengths)
    position = tf.range(max_length, dtype=lengths.dtype)
    return position[None, None, :] >= lengths[:, None, None]
