"""You leave out epsilon, as the lecture does; a channel that does not vary is then 0 / 0."""


def batch_norm_train(x, gamma, beta, eps=1e-3):
    x, gamma, beta = check_inputs(x, eps, gamma=gamma, beta=beta)
    axes = list(range(x.shape.rank - 1))
    mean, variance = tf.nn.moments(x, axes)
    return gamma * (x - mean) / tf.sqrt(variance) + beta, mean, variance
