"""Glorot with 6 over the sum: the square of the uniform limit."""


def lecun_variance(fan_in):
    return 1 / fan_in


def he_variance(fan_in, negative_slope=0.0):
    return 2 / ((1 + negative_slope**2) * fan_in)


def glorot_variance(fan_in, fan_out):
    return 6 / (fan_in + fan_out)
