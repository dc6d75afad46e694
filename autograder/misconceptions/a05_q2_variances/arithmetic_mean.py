"""You average 1/fan_in and 1/fan_out; Glorot averages the fans, which is the harmonic mean."""


def glorot_variance(fan_in, fan_out):
    return (1 / fan_in + 1 / fan_out) / 2
