"""The hidden layers use the sigmoid in place of tanh."""


def forward(params, x):
    hidden = tf.cast(x, params[0].dtype)
    for layer in range(0, len(params) - 2, 2):
        hidden = tf.sigmoid(hidden @ params[layer] + params[layer + 1])
    return hidden @ params[-2] + params[-1]
