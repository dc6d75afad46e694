"""You leave out the None entries, so every later gradient moves to the wrong variable."""


def clip_by_global_norm(gradients, clip_norm):
    norm = global_norm(gradients)
    factor = clip_norm / tf.maximum(norm, clip_norm)
    return [g * factor for g in gradients if g is not None], norm
