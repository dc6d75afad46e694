"""A nested list for one mask, TensorFlow's own function for the other."""


def causal_mask(length):
    return [[j <= i for j in range(length)] for i in range(length)]


def padding_mask(lengths, max_length):
    return tf.sequence_mask(lengths, max_length)[:, tf.newaxis, :]
