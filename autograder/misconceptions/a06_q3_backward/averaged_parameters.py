"""You average dgamma and dbeta over the batch; every y has a part in the loss, so sum."""


def batch_norm_backward(dy, x, gamma, eps=1e-3):
    x, gamma = check_inputs(x, eps, gamma=gamma)
    dy = tf.cast(dy, x.dtype)
    axes = list(range(x.shape.rank - 1))
    mean, variance = tf.nn.moments(x, axes)
    std = tf.sqrt(variance + eps)
    x_hat = (x - mean) / std
    mean_dy, mean_dy_x_hat = tf.reduce_mean(dy, axes), tf.reduce_mean(dy * x_hat, axes)
    dx = gamma / std * (dy - mean_dy - x_hat * mean_dy_x_hat)
    return dx, mean_dy_x_hat, mean_dy
