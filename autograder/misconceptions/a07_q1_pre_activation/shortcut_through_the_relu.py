"""You add relu(x) instead of x, probably because x was overwritten; the shortcut must leave the input as it came."""


def pre_activation_block(x, w1, b1, w2, b2, w_s=None):
    x, w1, b1, w2, b2, w_s = check_block(x, w1, b1, w2, b2, w_s)
    x = tf.nn.relu(x)
    branch = tf.nn.relu(x @ w1 + b1) @ w2 + b2
    shortcut = x if w_s is None else x @ w_s
    return branch + shortcut
