"""A design matrix and NumPy's least squares, in base 2."""


def growth_rate(norms, window=5):
    norms = np.asarray(norms, dtype=float)
    usable = norms[np.isfinite(norms) & (norms > 0)][-window:]
    if usable.size < window:
        return np.nan
    design = np.stack([np.ones(window), np.arange(window)], axis=1)
    return 2.0 ** np.linalg.lstsq(design, np.log2(usable), rcond=None)[0][1]


def steps_to_threshold(norm, rate, threshold=100.0):
    if norm >= threshold:
        return 0
    if norm > 0 and rate > 1:
        return (np.log2(threshold) - np.log2(norm)) / np.log2(rate)
    return np.inf
