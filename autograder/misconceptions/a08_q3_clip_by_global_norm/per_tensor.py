"""You scale each tensor by its own norm; one common factor is what keeps the direction."""


def clip_by_global_norm(gradients, clip_norm):
    norm = global_norm(gradients)
    return [None if g is None else tf.clip_by_norm(g, clip_norm) for g in gradients], norm
