"""You take sigma from a full singular value decomposition, which is dear in every step; divide by the sigma that your power_iteration finds."""


def spectral_normalize(kernel, u, steps=1):
    _, u = power_iteration(kernel, u, steps)
    sigma = tf.linalg.svd(tf.reshape(kernel, (-1, kernel.shape[-1])), compute_uv=False)[0]
    return tf.math.divide_no_nan(kernel, sigma), u
