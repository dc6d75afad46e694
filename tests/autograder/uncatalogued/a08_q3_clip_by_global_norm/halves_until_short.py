"""Halves the gradients until they are short enough."""


def clip_by_global_norm(gradients, clip_norm):
    norm = global_norm(gradients)
    factor = 1.0
    while factor * float(norm) > clip_norm:
        factor /= 2
    return [None if g is None else g * factor for g in gradients], norm
