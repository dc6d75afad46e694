"""You return the norm after clipping; the one before it is what tells how wild the step was."""


def clip_by_global_norm(gradients, clip_norm):
    norm = global_norm(gradients)
    factor = clip_norm / tf.maximum(norm, clip_norm)
    clipped = [None if g is None else g * factor for g in gradients]
    return clipped, global_norm(clipped)
