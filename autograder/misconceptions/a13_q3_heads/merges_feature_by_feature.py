"""You put the heads behind the features, so that a merged position takes one of each in turn."""


def merge_heads(x):
    batch, heads, length, part = x.shape
    return tf.reshape(tf.transpose(x, (0, 2, 3, 1)), (batch, length, part * heads))
