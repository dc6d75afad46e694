"""You average over the batch axis only; all pixels of a channel share one mean."""


def batch_norm_train(x, gamma, beta, eps=1e-3):
    x, gamma, beta = check_inputs(x, eps, gamma=gamma, beta=beta)
    mean = tf.reduce_mean(x, axis=0)
    variance = tf.reduce_mean(tf.square(x - mean), axis=0)
    return gamma * (x - mean) / tf.sqrt(variance + eps) + beta, mean, variance
