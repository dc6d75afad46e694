"""The iteration on K^T K, sigma as the sum of K times the outer product."""


def power_iteration(kernel, u, steps=1):
    K = tf.reshape(kernel, (np.prod(kernel.shape[:-1]), kernel.shape[-1]))
    constant = tf.stop_gradient(K)
    gram = tf.linalg.matmul(constant, constant, transpose_a=True)
    u = tf.cast(u, K.dtype)
    for _ in range(steps):
        before = u / tf.maximum(tf.norm(u), 1e-20)
        u = tf.linalg.matvec(gram, before)
        u = u / tf.maximum(tf.norm(u), 1e-20)
    v = tf.linalg.matvec(constant, before)
    v = v / tf.maximum(tf.norm(v), 1e-20)
    return tf.reduce_sum(K * tf.einsum("i,j->ij", v, u)), u


def spectral_normalize(kernel, u, steps=1):
    sigma, u = power_iteration(kernel, u, steps)
    return (kernel / sigma if sigma > 0 else tf.zeros_like(kernel)), u
