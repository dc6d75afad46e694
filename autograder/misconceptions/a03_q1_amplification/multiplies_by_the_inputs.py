"""You multiply by the number of inputs; the terms partly cancel, which leaves its root."""


def layer_gain(stddev, fan_in):
    return float(stddev * fan_in)


def explosion_growth(stddev, width, depth):
    return float(np.power(layer_gain(stddev, width), depth))
