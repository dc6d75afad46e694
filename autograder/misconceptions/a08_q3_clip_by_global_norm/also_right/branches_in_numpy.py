"""NumPy and two branches; the norm in float64 by hand."""


def clip_by_global_norm(gradients, clip_norm):
    total = 0.0
    for g in gradients:
        if g is not None:
            total += float(np.sum(np.asarray(g, dtype="float64") ** 2))
    norm = math.sqrt(total)
    factor = 1.0 if norm <= clip_norm else clip_norm / norm
    clipped = [None if g is None else np.asarray(g) * factor for g in gradients]
    return clipped, norm
