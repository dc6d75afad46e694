"""You project relu(x); the shortcut takes x as it came, also on its way into the projection."""


def pre_activation_block(x, w1, b1, w2, b2, w_s=None):
    x, w1, b1, w2, b2, w_s = check_block(x, w1, b1, w2, b2, w_s)
    a = tf.nn.relu(x)
    branch = tf.nn.relu(a @ w1 + b1) @ w2 + b2
    shortcut = x if w_s is None else a @ w_s
    return branch + shortcut
