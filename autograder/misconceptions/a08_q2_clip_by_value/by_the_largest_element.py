"""You scale a tensor until its largest element fits; by value, each element is cut by itself."""


def clip_by_value(gradients, clip_value):
    clipped = []
    for g in gradients:
        if g is not None:
            largest = tf.reduce_max(tf.abs(g))
            g = g * (clip_value / tf.maximum(largest, clip_value))
        clipped.append(g)
    return clipped
