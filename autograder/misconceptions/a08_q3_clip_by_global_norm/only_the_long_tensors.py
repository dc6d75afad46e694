"""You scale only tensors that are too long by themselves; the factor belongs to all of them."""


def clip_by_global_norm(gradients, clip_norm):
    norm = global_norm(gradients)
    factor = clip_norm / tf.maximum(norm, clip_norm)
    clipped = []
    for g in gradients:
        too_long = g is not None and float(tf.norm(g)) > clip_norm
        clipped.append(g * factor if too_long else g)
    return clipped, norm
