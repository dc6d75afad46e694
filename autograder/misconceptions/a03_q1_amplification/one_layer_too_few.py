"""You count the gaps between the layers; the first layer multiplies as well."""


def layer_gain(stddev, fan_in):
    return float(stddev * np.sqrt(fan_in))


def explosion_growth(stddev, width, depth):
    return float(np.power(layer_gain(stddev, width), max(depth - 1, 0)))
