"""You leave the heads behind the positions; attention works on the last two axes, so move them."""


def split_heads(x, num_heads):
    batch, length, width = x.shape
    return tf.reshape(x, (batch, length, num_heads, width // num_heads))
