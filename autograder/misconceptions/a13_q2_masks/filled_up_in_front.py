"""You hide the beginning; here the filling stands at the end of a sequence."""


def padding_mask(lengths, max_length):
    lengths = tf.convert_to_tensor(lengths)
    position = tf.range(max_length, dtype=lengths.dtype)
    return position[None, None, :] >= max_length - lengths[:, None, None]
