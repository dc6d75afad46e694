"""You shorten the whole tensor; by value means that each element is limited by itself."""


def clip_by_value(gradients, clip_value):
    return [None if g is None else tf.clip_by_norm(g, clip_value) for g in gradients]
