"""You leave out the ReLU between the two layers; without it they collapse into a single one."""


def post_activation_block(x, w1, b1, w2, b2, w_s=None):
    x, w1, b1, w2, b2, w_s = check_block(x, w1, b1, w2, b2, w_s)
    branch = (x @ w1 + b1) @ w2 + b2
    shortcut = x if w_s is None else x @ w_s
    return tf.nn.relu(branch + shortcut)
