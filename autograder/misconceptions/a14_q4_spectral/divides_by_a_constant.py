"""You stop the gradient of sigma before you divide by it; the kernel then never learns that it is divided by its own size."""


def spectral_normalize(kernel, u, steps=1):
    sigma, u = power_iteration(kernel, u, steps)
    return tf.math.divide_no_nan(kernel, tf.stop_gradient(sigma)), u
