"""You return m / (m - 1) times the variance; here it is the population variance in both uses."""


def batch_norm_train(x, gamma, beta, eps=1e-3):
    x, gamma, beta = check_inputs(x, eps, gamma=gamma, beta=beta)
    axes = list(range(x.shape.rank - 1))
    mean, variance = tf.nn.moments(x, axes)
    m = tf.cast(tf.size(x) // x.shape[-1], x.dtype)
    y = gamma * (x - mean) / tf.sqrt(variance + eps) + beta
    return y, mean, variance * m / (m - 1)
