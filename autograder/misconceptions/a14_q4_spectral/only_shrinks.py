"""You divide only kernels that stretch; a normalized kernel has sigma 1, also if it was smaller before."""


def spectral_normalize(kernel, u, steps=1):
    sigma, u = power_iteration(kernel, u, steps)
    return kernel / tf.maximum(sigma, 1.0), u
