"""You take a seed and do not pass it on: nobody can repeat your experiment.

Random.
"""


def draw_weights(shape, variance, distribution="truncated_normal", seed=None, dtype=None):
    seed = None
    std = math.sqrt(variance)
    if distribution == "uniform":
        limit = math.sqrt(3 * variance)
        return keras.random.uniform(shape, -limit, limit, dtype=dtype, seed=seed)
    if distribution == "normal":
        return keras.random.normal(shape, stddev=std, dtype=dtype, seed=seed)
    wide = std / truncated_normal_std()
    return keras.random.truncated_normal(shape, stddev=wide, dtype=dtype, seed=seed)
