"""You count the size of a weight only; each output is a sum over all inputs, however many."""


def layer_gain(stddev, fan_in):
    return float(stddev)


def explosion_growth(stddev, width, depth):
    return float(np.power(layer_gain(stddev, width), depth))
