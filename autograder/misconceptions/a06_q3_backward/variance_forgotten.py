"""You forget the path through the variance: every x changes the spread, and so every y."""


def batch_norm_backward(dy, x, gamma, eps=1e-3):
    x, gamma = check_inputs(x, eps, gamma=gamma)
    dy = tf.cast(dy, x.dtype)
    axes = list(range(x.shape.rank - 1))
    mean, variance = tf.nn.moments(x, axes)
    std = tf.sqrt(variance + eps)
    x_hat = (x - mean) / std
    dbeta, dgamma = tf.reduce_sum(dy, axes), tf.reduce_sum(dy * x_hat, axes)
    mean_dy = tf.reduce_mean(dy, axes)
    dx = gamma / std * (dy - mean_dy)
    return dx, dgamma, dbeta
