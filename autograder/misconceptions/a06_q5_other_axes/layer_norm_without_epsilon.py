"""You leave out epsilon; an example whose channels are all equal is then 0 / 0."""


def layer_norm(x, gamma, beta, eps=1e-3):
    x, gamma, beta = check_inputs(x, eps, gamma=gamma, beta=beta)
    mean, variance = tf.nn.moments(x, [-1], keepdims=True)
    return gamma * (x - mean) / tf.sqrt(variance) + beta
