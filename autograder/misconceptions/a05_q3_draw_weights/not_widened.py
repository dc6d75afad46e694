"""You cut the tails off and do not make up for it: 23 % of the variance is gone."""


def draw_weights(shape, variance, distribution="truncated_normal", seed=None, dtype=None):
    std = math.sqrt(variance)
    if distribution == "uniform":
        limit = math.sqrt(3 * variance)
        return keras.random.uniform(shape, -limit, limit, dtype=dtype, seed=seed)
    if distribution == "normal":
        return keras.random.normal(shape, stddev=std, dtype=dtype, seed=seed)
    return keras.random.truncated_normal(shape, stddev=std, dtype=dtype, seed=seed)
