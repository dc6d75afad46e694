"""Cuts the width into pieces, stacks them, and puts them side by side again."""


def split_heads(x, num_heads):
    return tf.stack(tf.split(x, num_heads, axis=-1), axis=1)


def merge_heads(x):
    return tf.concat(tf.unstack(x, axis=1), axis=-1)
