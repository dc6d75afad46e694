"""You return standard deviations; asked for are variances, their squares."""


def lecun_variance(fan_in):
    return math.sqrt(1 / fan_in)


def he_variance(fan_in, negative_slope=0.0):
    return math.sqrt(2 / ((1 + negative_slope**2) * fan_in))


def glorot_variance(fan_in, fan_out):
    return math.sqrt(2 / (fan_in + fan_out))
