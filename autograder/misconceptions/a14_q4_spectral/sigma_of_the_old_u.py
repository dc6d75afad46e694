"""You measure sigma with the u from before the iteration, which belongs to another v and need not have length one."""


def power_iteration(kernel, u, steps=1):
    kernel = tf.convert_to_tensor(kernel)
    u = tf.cast(u, kernel.dtype)
    K = tf.reshape(kernel, (-1, kernel.shape[-1]))
    for _ in range(steps):
        v = tf.linalg.matvec(K, u)
        v = tf.stop_gradient(tf.math.divide_no_nan(v, tf.norm(v)))
        sigma = tf.tensordot(v, tf.linalg.matvec(K, u), axes=1)
        u = tf.linalg.matvec(K, v, transpose_a=True)
        u = tf.stop_gradient(tf.math.divide_no_nan(u, tf.norm(u)))
    return sigma, u
