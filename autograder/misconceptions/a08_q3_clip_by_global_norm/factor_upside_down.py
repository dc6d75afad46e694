"""You multiply by norm / limit: a gradient that is twice too long becomes four times too long."""


def clip_by_global_norm(gradients, clip_norm):
    norm = global_norm(gradients)
    factor = tf.maximum(norm, clip_norm) / clip_norm
    return [None if g is None else g * factor for g in gradients], norm
