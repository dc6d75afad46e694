"""You divide by the length of a vector without a guard; a kernel of zeros sends every vector to zero, and 0 / 0 is NaN."""


def power_iteration(kernel, u, steps=1):
    kernel = tf.convert_to_tensor(kernel)
    u = tf.cast(u, kernel.dtype)
    K = tf.reshape(kernel, (-1, kernel.shape[-1]))
    for _ in range(steps):
        v = tf.linalg.matvec(K, u)
        v = tf.stop_gradient(v / tf.norm(v))
        u = tf.linalg.matvec(K, v, transpose_a=True)
        u = tf.stop_gradient(u / tf.norm(u))
    return tf.tensordot(v, tf.linalg.matvec(K, u), axes=1), u
