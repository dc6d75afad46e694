"""You stretch short gradients to the limit too; clipping only ever shortens."""


def clip_by_global_norm(gradients, clip_norm):
    norm = global_norm(gradients)
    factor = clip_norm / norm if norm > 0 else 1.0
    return [None if g is None else g * factor for g in gradients], norm
