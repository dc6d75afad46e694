"""You average over a whole image in layer norm; here each position has a mean of its own."""


def layer_norm(x, gamma, beta, eps=1e-3):
    x, gamma, beta = check_inputs(x, eps, gamma=gamma, beta=beta)
    mean, variance = tf.nn.moments(x, list(range(1, x.shape.rank)), keepdims=True)
    return gamma * (x - mean) / tf.sqrt(variance + eps) + beta
