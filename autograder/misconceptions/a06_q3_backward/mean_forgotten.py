"""You forget the path through the mean: every x moves it, and by it every y of the channel."""


def batch_norm_backward(dy, x, gamma, eps=1e-3):
    x, gamma = check_inputs(x, eps, gamma=gamma)
    dy = tf.cast(dy, x.dtype)
    axes = list(range(x.shape.rank - 1))
    mean, variance = tf.nn.moments(x, axes)
    std = tf.sqrt(variance + eps)
    x_hat = (x - mean) / std
    dbeta, dgamma = tf.reduce_sum(dy, axes), tf.reduce_sum(dy * x_hat, axes)
    mean_dy_x_hat = tf.reduce_mean(dy * x_hat, axes)
    dx = gamma / std * (dy - x_hat * mean_dy_x_hat)
    return dx, dgamma, dbeta
