"""You use the projection only where the widths differ; whoever passes w_s wants it used."""


def pre_activation_block(x, w1, b1, w2, b2, w_s=None):
    x, w1, b1, w2, b2, w_s = check_block(x, w1, b1, w2, b2, w_s)
    branch = tf.nn.relu(tf.nn.relu(x) @ w1 + b1) @ w2 + b2
    shortcut = x if x.shape[-1] == branch.shape[-1] else x @ w_s
    return branch + shortcut
