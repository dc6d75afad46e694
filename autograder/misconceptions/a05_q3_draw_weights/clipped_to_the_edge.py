"""You move what lies outside to the edge; truncating means to draw it again."""


def draw_weights(shape, variance, distribution="truncated_normal", seed=None, dtype=None):
    std = math.sqrt(variance)
    if distribution == "uniform":
        limit = math.sqrt(3 * variance)
        return keras.random.uniform(shape, -limit, limit, dtype=dtype, seed=seed)
    if distribution == "normal":
        return keras.random.normal(shape, stddev=std, dtype=dtype, seed=seed)
    wide = std / truncated_normal_std()
    weights = keras.random.normal(shape, stddev=wide, dtype=dtype, seed=seed)
    return keras.ops.clip(weights, -2 * wide, 2 * wide)
