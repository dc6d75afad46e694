"""You return the u that spectral_normalize was given, so the next training step does not go on from where this one came to."""


def spectral_normalize(kernel, u, steps=1):
    sigma, _ = power_iteration(kernel, u, steps)
    return tf.math.divide_no_nan(kernel, sigma), tf.cast(u, kernel.dtype)
