"""NumPy, and a loop that draws again what lies outside."""


def draw_weights(shape, variance, distribution="truncated_normal", seed=None, dtype=None):
    rng = np.random.default_rng(seed)
    if distribution == "uniform":
        weights = rng.uniform(-1, 1, size=shape) * np.sqrt(3)
    else:
        weights = rng.normal(size=shape)
    if distribution == "truncated_normal":
        while (outside := np.abs(weights) > 2).any():
            weights[outside] = rng.normal(size=outside.sum())
        weights = weights / truncated_normal_std()
    return (weights * np.sqrt(variance)).astype(dtype or "float32")
