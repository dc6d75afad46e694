"""You do not pass `steps` on to power_iteration, so the kernel is divided by the sigma of a single iteration."""


def spectral_normalize(kernel, u, steps=1):
    sigma, u = power_iteration(kernel, u)
    return tf.math.divide_no_nan(kernel, sigma), u
