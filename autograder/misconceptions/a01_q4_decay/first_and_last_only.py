"""You compare the first norm with the last; a least-squares line listens to all layers."""


def fit_decay(norms):
    norms = np.asarray(norms, dtype=np.float64)
    factor = (norms[0] / norms[-1]) ** (1 / (norms.size - 1))
    return DecayFit(float(factor), float(norms[-1]))
