"""The sign times the smaller of size and limit."""


def clip_by_value(gradients, clip_value):
    clipped = []
    for g in gradients:
        if g is None:
            clipped.append(None)
        else:
            clipped.append(tf.sign(g) * tf.minimum(tf.abs(g), clip_value))
    return clipped
