"""You drop what is over the limit; clipping keeps its sign and sets it to the limit."""


def clip_by_value(gradients, clip_value):
    return [
        None if g is None else tf.where(tf.abs(g) > clip_value, tf.zeros_like(g), g)
        for g in gradients
    ]
