"""You add the slope itself; a variance takes its square."""


def he_variance(fan_in, negative_slope=0.0):
    return 2 / ((1 + negative_slope) * fan_in)
