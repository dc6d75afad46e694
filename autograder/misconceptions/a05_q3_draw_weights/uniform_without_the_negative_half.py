"""You draw between 0 and a limit; weights have mean 0, so half of them are negative."""


def draw_weights(shape, variance, distribution="truncated_normal", seed=None, dtype=None):
    std = math.sqrt(variance)
    if distribution == "uniform":
        limit = math.sqrt(12 * variance)
        return keras.random.uniform(shape, 0.0, limit, dtype=dtype, seed=seed)
    if distribution == "normal":
        return keras.random.normal(shape, stddev=std, dtype=dtype, seed=seed)
    wide = std / truncated_normal_std()
    return keras.random.truncated_normal(shape, stddev=wide, dtype=dtype, seed=seed)
