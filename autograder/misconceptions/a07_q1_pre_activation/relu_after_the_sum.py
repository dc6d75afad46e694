"""You end the block in a ReLU, so it cannot hand on a negative number; in this form both ReLUs belong in the branch."""


def pre_activation_block(x, w1, b1, w2, b2, w_s=None):
    x, w1, b1, w2, b2, w_s = check_block(x, w1, b1, w2, b2, w_s)
    branch = tf.nn.relu(tf.nn.relu(x) @ w1 + b1) @ w2 + b2
    shortcut = x if w_s is None else x @ w_s
    return tf.nn.relu(branch + shortcut)
