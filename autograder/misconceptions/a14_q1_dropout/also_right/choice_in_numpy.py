"""NumPy's where, and a binomial draw for each entry."""


def dropout(x, rate, training=True, mask=None, rng=None):
    x = np.asarray(x)
    if not training:
        return x
    if mask is None:
        mask = np.random.default_rng(rng).binomial(1, 1.0 - rate, size=x.shape)
    return np.where(np.asarray(mask, dtype=bool), x / (1.0 - rate), 0.0)
