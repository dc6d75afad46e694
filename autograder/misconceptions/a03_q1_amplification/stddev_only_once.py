"""You raise only the root to the power; every layer brings its own standard deviation too."""


def layer_gain(stddev, fan_in):
    return float(stddev * np.sqrt(fan_in))


def explosion_growth(stddev, width, depth):
    return float(stddev * np.power(np.sqrt(width), depth))
