"""You sum over the batch axis only; all pixels of a channel belong together, here too."""


def batch_norm_backward(dy, x, gamma, eps=1e-3):
    x, gamma = check_inputs(x, eps, gamma=gamma)
    dy = tf.cast(dy, x.dtype)
    axes = [0]
    mean, variance = tf.nn.moments(x, axes)
    std = tf.sqrt(variance + eps)
    x_hat = (x - mean) / std
    dbeta, dgamma = tf.reduce_sum(dy, axes), tf.reduce_sum(dy * x_hat, axes)
    mean_dy, mean_dy_x_hat = tf.reduce_mean(dy, axes), tf.reduce_mean(dy * x_hat, axes)
    dx = gamma / std * (dy - mean_dy - x_hat * mean_dy_x_hat)
    return dx, dgamma, dbeta
