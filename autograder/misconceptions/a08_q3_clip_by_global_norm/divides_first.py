"""You divide by the norm before you look at it; for all-zero gradients that is 0 / 0, a NaN."""


def clip_by_global_norm(gradients, clip_norm):
    norm = global_norm(gradients)
    length = tf.minimum(norm, clip_norm)
    return [None if g is None else g / norm * length for g in gradients], norm
