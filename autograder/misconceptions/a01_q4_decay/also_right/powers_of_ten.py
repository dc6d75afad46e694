"""Base 10, the normal equations written out; a plain tuple."""


def fit_decay(norms):
    norms = np.asarray(norms, dtype=np.float64)
    y = np.log10(norms)
    t = np.array([len(y) - 1 - l for l in range(len(y))], dtype=float)
    slope = np.sum((t - t.mean()) * (y - y.mean())) / np.sum((t - t.mean()) ** 2)
    return 10**slope, 10 ** (y.mean() - slope * t.mean())
