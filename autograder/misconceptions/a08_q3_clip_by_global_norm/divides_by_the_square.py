"""You divide by the square of the norm: the longer the gradient, the shorter the result."""


def clip_by_global_norm(gradients, clip_norm):
    norm = global_norm(gradients)
    if norm <= clip_norm:
        return [None if g is None else tf.convert_to_tensor(g) for g in gradients], norm
    return [None if g is None else g * (clip_norm / norm**2) for g in gradients], norm
