"""You average over the batch too; in group norm no example depends on the others."""


def group_norm(x, gamma, beta, groups, eps=1e-3):
    x, gamma, beta = check_inputs(x, eps, gamma=gamma, beta=beta)
    shape = tf.shape(x)
    parts = tf.reshape(x, [shape[0], -1, groups, x.shape[-1] // groups])
    mean, variance = tf.nn.moments(parts, [0, 1, 3], keepdims=True)
    return gamma * tf.reshape((parts - mean) / tf.sqrt(variance + eps), shape) + beta
