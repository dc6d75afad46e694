"""You put a ReLU before the first layer, as in section 1; here x goes into it as it came."""


def post_activation_block(x, w1, b1, w2, b2, w_s=None):
    x, w1, b1, w2, b2, w_s = check_block(x, w1, b1, w2, b2, w_s)
    branch = tf.nn.relu(tf.nn.relu(x) @ w1 + b1) @ w2 + b2
    shortcut = x if w_s is None else x @ w_s
    return tf.nn.relu(branch + shortcut)
