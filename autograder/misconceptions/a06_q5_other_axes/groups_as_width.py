"""You take `groups` for the number of channels in a group; it is the number of groups."""


def group_norm(x, gamma, beta, groups, eps=1e-3):
    x, gamma, beta = check_inputs(x, eps, gamma=gamma, beta=beta)
    shape = tf.shape(x)
    parts = tf.reshape(x, [shape[0], -1, x.shape[-1] // groups, groups])
    mean, variance = tf.nn.moments(parts, [1, 3], keepdims=True)
    return gamma * tf.reshape((parts - mean) / tf.sqrt(variance + eps), shape) + beta
