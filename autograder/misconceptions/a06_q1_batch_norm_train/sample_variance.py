"""You divide the squares by m - 1; batch norm uses the population variance, divided by m."""


def batch_norm_train(x, gamma, beta, eps=1e-3):
    x, gamma, beta = check_inputs(x, eps, gamma=gamma, beta=beta)
    axes = list(range(x.shape.rank - 1))
    mean = tf.reduce_mean(x, axes)
    m = tf.cast(tf.size(x) // x.shape[-1], x.dtype)
    variance = tf.reduce_sum(tf.square(x - mean), axes) / (m - 1)
    return gamma * (x - mean) / tf.sqrt(variance + eps) + beta, mean, variance
