"""You add beta before you multiply by gamma, so the shift is scaled too."""


def batch_norm_train(x, gamma, beta, eps=1e-3):
    x, gamma, beta = check_inputs(x, eps, gamma=gamma, beta=beta)
    axes = list(range(x.shape.rank - 1))
    mean, variance = tf.nn.moments(x, axes)
    return gamma * ((x - mean) / tf.sqrt(variance + eps) + beta), mean, variance
