"""You return numbers; a mask is boolean, so that & combines masks and nothing is multiplied."""


def causal_mask(length):
    return tf.linalg.band_part(tf.ones((length, length)), -1, 0)


def padding_mask(lengths, max_length):
    lengths = tf.convert_to_tensor(lengths)
    position = tf.range(max_length, dtype=lengths.dtype)
    return tf.cast(position[None, None, :] < lengths[:, None, None], "float32")
