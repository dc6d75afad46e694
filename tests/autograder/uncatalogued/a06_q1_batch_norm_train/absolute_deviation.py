"""The mean absolute deviation stands for the standard deviation."""


def batch_norm_train(x, gamma, beta, eps=1e-3):
    x = tf.convert_to_tensor(x)
    axes = list(range(len(x.shape) - 1))
    mean = tf.reduce_mean(x, axes)
    spread = tf.square(tf.reduce_mean(tf.abs(x - mean), axes))
    return gamma * (x - mean) / tf.sqrt(spread + eps) + beta, mean, spread
