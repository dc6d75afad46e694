"""You add up the gains; a layer multiplies what the layer before it has already multiplied."""


def layer_gain(stddev, fan_in):
    return float(stddev * np.sqrt(fan_in))


def explosion_growth(stddev, width, depth):
    return layer_gain(stddev, width) * depth
