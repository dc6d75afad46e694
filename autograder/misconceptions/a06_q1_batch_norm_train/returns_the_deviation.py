"""You return the standard deviation, where the moving average is to remember the variance."""


def batch_norm_train(x, gamma, beta, eps=1e-3):
    x, gamma, beta = check_inputs(x, eps, gamma=gamma, beta=beta)
    axes = list(range(x.shape.rank - 1))
    mean, variance = tf.nn.moments(x, axes)
    deviation = tf.sqrt(variance + eps)
    return gamma * (x - mean) / deviation + beta, mean, deviation
