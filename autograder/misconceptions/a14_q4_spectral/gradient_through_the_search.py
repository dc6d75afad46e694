"""You let the gradient flow through v and u; they are constants in the formula of sigma."""


def power_iteration(kernel, u, steps=1):
    kernel = tf.convert_to_tensor(kernel)
    u = tf.cast(u, kernel.dtype)
    K = tf.reshape(kernel, (-1, kernel.shape[-1]))
    for _ in range(steps):
        v = tf.linalg.matvec(K, u)
        v = tf.math.divide_no_nan(v, tf.norm(v))
        u = tf.linalg.matvec(K, v, transpose_a=True)
        u = tf.math.divide_no_nan(u, tf.norm(u))
    return tf.tensordot(v, tf.linalg.matvec(K, u), axes=1), u
