"""You guard the vectors but not the last division: a kernel of zeros has sigma 0, and 0 / 0 is NaN."""


def spectral_normalize(kernel, u, steps=1):
    sigma, u = power_iteration(kernel, u, steps)
    return kernel / sigma, u
