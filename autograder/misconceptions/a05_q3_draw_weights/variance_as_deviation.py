"""You pass the variance where the generator takes the standard deviation, its root."""


def draw_weights(shape, variance, distribution="truncated_normal", seed=None, dtype=None):
    std = variance
    if distribution == "uniform":
        limit = math.sqrt(3) * std
        return keras.random.uniform(shape, -limit, limit, dtype=dtype, seed=seed)
    if distribution == "normal":
        return keras.random.normal(shape, stddev=std, dtype=dtype, seed=seed)
    wide = std / truncated_normal_std()
    return keras.random.truncated_normal(shape, stddev=wide, dtype=dtype, seed=seed)
