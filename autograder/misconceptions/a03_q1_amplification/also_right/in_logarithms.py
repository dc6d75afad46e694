"""The power by logarithms, in NumPy."""


def layer_gain(stddev, fan_in):
    return np.linalg.norm(np.full(fan_in, stddev))


def explosion_growth(stddev, width, depth):
    with np.errstate(over="ignore"):
        return np.exp(depth * (np.log(stddev) + np.log(width) / 2))
