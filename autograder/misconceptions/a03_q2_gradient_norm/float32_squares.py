"""You square in float32: a gradient of 1e20 is finite, and your norm calls it infinite."""


def gradient_norm(gradients):
    total = sum(tf.reduce_sum(tf.square(g)) for g in gradients if g is not None)
    return float(tf.sqrt(total))
