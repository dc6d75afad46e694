"""You return the branch alone; without the input added it is a plain pair of layers."""


def pre_activation_block(x, w1, b1, w2, b2, w_s=None):
    x, w1, b1, w2, b2, w_s = check_block(x, w1, b1, w2, b2, w_s)
    return tf.nn.relu(tf.nn.relu(x) @ w1 + b1) @ w2 + b2
