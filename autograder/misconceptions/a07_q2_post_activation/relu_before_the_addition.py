"""You take the ReLU of the branch and then add; here it comes after the addition, on page and note together."""


def post_activation_block(x, w1, b1, w2, b2, w_s=None):
    x, w1, b1, w2, b2, w_s = check_block(x, w1, b1, w2, b2, w_s)
    branch = tf.nn.relu(x @ w1 + b1) @ w2 + b2
    shortcut = x if w_s is None else x @ w_s
    return tf.nn.relu(branch) + shortcut
