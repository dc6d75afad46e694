"""You divide by the number of elements; a norm is a length, to which every element adds."""


def gradient_norm(gradients):
    known = [np.asarray(g, dtype=np.float64).ravel() for g in gradients if g is not None]
    return float(np.sqrt(np.mean(np.concatenate(known) ** 2)))
