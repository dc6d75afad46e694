"""You take the number for a variance; stddev already is the root of it."""


def layer_gain(stddev, fan_in):
    return float(np.sqrt(stddev * fan_in))


def explosion_growth(stddev, width, depth):
    return float(np.power(layer_gain(stddev, width), depth))
