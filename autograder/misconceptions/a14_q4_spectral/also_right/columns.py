"""Column vectors, l2_normalize, and sigma as the length of K^T v with v held constant."""


def power_iteration(kernel, u, steps=1):
    matrix = tf.reshape(kernel, [-1, tf.shape(kernel)[-1]])
    u = tf.cast(tf.reshape(u, [-1, 1]), matrix.dtype)
    fixed = tf.stop_gradient(matrix)
    for _ in range(steps):
        v = tf.math.l2_normalize(fixed @ u)
        u = tf.math.l2_normalize(tf.transpose(fixed) @ v)
    sigma = tf.transpose(v) @ matrix @ u
    return sigma[0, 0], u[:, 0]


def spectral_normalize(kernel, u, steps=1):
    sigma, u = power_iteration(kernel, u, steps)
    return kernel / (sigma + 1e-12), u
