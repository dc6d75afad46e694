"""You take the geometric mean, as the course text says; Glorot is the harmonic mean of the two."""


def glorot_variance(fan_in, fan_out):
    return 1 / math.sqrt(fan_in * fan_out)
