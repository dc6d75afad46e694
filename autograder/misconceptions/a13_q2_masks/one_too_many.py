"""You let the first position of the filling through: counting from 0, n positions end at n - 1."""


def padding_mask(lengths, max_length):
    lengths = tf.convert_to_tensor(lengths)
    position = tf.range(max_length, dtype=lengths.dtype)
    return position[None, None, :] <= lengths[:, None, None]
