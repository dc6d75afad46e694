"""You return LeCun's standard deviation; the variance is its square."""


def lecun_variance(fan_in):
    return 1 / math.sqrt(fan_in)
