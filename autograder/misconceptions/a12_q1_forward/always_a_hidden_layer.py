"""You always begin with a hidden layer; in a network of one layer that layer is the last, and linear."""


def forward(params, x):
    x = tf.cast(x, params[0].dtype)
    hidden = tf.tanh(x @ params[0] + params[1])
    for layer in range(2, len(params) - 2, 2):
        hidden = tf.tanh(hidden @ params[layer] + params[layer + 1])
    if len(params) > 2:
        hidden = hidden @ params[-2] + params[-1]
    return hidden
