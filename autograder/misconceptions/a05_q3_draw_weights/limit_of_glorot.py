"""You put the 6 of Glorot's limit before the variance; the variance has its 2 already."""


def draw_weights(shape, variance, distribution="truncated_normal", seed=None, dtype=None):
    std = math.sqrt(variance)
    if distribution == "uniform":
        limit = math.sqrt(6 * variance)
        return keras.random.uniform(shape, -limit, limit, dtype=dtype, seed=seed)
    if distribution == "normal":
        return keras.random.normal(shape, stddev=std, dtype=dtype, seed=seed)
    wide = std / truncated_normal_std()
    return keras.random.truncated_normal(shape, stddev=wide, dtype=dtype, seed=seed)
