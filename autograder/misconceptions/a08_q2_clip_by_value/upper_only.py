"""You limit only from above; a gradient of -1000 is as long as one of 1000."""


def clip_by_value(gradients, clip_value):
    return [None if g is None else tf.minimum(g, clip_value) for g in gradients]
