"""You let ** raise an OverflowError: past 1.8e308 NumPy gives infinity, Python an error."""


def layer_gain(stddev, fan_in):
    return float(stddev * np.sqrt(fan_in))


def explosion_growth(stddev, width, depth):
    return layer_gain(stddev, width) ** depth
