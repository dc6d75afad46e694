"""A loop that multiplies layer by layer; a product that is too large becomes infinity."""


def layer_gain(stddev, fan_in):
    return math.sqrt(fan_in * stddev * stddev)


def explosion_growth(stddev, width, depth):
    size = 1.0
    for _ in range(depth):
        size *= layer_gain(stddev, width)
    return size
