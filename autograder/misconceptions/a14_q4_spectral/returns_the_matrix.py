"""You return the reshaped matrix; a layer needs its kernel back in the shape that it had."""


def spectral_normalize(kernel, u, steps=1):
    sigma, u = power_iteration(kernel, u, steps)
    kernel = tf.reshape(kernel, (-1, kernel.shape[-1]))
    return tf.math.divide_no_nan(kernel, sigma), u
