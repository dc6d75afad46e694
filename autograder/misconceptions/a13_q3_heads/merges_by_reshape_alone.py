"""You merge with a reshape alone; heads and positions must change places first."""


def merge_heads(x):
    batch, heads, length, part = x.shape
    return tf.reshape(x, (batch, length, heads * part))
