"""You add up the norms of the gradients; the norm of all is that of one long vector."""


def gradient_norm(gradients):
    known = [np.asarray(g, dtype=np.float64) for g in gradients if g is not None]
    return float(sum(np.linalg.norm(g) for g in known))
