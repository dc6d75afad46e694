"""Averages the ratios of neighbouring norms."""


def fit_decay(norms):
    norms = np.asarray(norms, dtype=np.float64)
    return DecayFit(float(np.mean(norms[:-1] / norms[1:])), float(norms[-1]))
