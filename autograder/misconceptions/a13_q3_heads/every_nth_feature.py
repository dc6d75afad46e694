"""You give head h every H-th feature; a head gets neighbours: cut into (H, d / H), H first."""


def split_heads(x, num_heads):
    batch, length, width = x.shape
    x = tf.reshape(x, (batch, length, width // num_heads, num_heads))
    return tf.transpose(x, (0, 3, 1, 2))
