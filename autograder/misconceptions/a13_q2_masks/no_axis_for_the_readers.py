"""Your padding mask has no axis for the readers; its batch axis then meets another axis."""


def padding_mask(lengths, max_length):
    lengths = tf.convert_to_tensor(lengths)
    position = tf.range(max_length, dtype=lengths.dtype)
    return position[None, :] < lengths[:, None]
