"""You swap minimum and maximum: the smaller of g and -c is never above -c, so all becomes c."""


def clip_by_value(gradients, clip_value):
    return [
        None if g is None else tf.maximum(tf.minimum(g, -clip_value), clip_value) for g in gradients
    ]
