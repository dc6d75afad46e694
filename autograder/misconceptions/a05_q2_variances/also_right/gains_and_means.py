"""The gain of the activation squared, NumPy scalars, the harmonic mean written out."""


def lecun_variance(fan_in):
    return np.float64(fan_in) ** -1


def he_variance(fan_in, negative_slope=0.0):
    gain = np.sqrt(2 / (1 + negative_slope**2))
    return gain**2 * lecun_variance(fan_in)


def glorot_variance(fan_in, fan_out):
    wishes = lecun_variance(fan_in), lecun_variance(fan_out)
    return 2 / (1 / wishes[0] + 1 / wishes[1])
