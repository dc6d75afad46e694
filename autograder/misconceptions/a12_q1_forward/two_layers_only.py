"""You use the first and the last pair of parameters and skip what lies between: two layers only."""


def forward(params, x):
    x = tf.cast(x, params[0].dtype)
    if len(params) == 2:
        return x @ params[0] + params[1]
    W1, b1 = params[0], params[1]
    W2, b2 = params[2], params[3]
    return tf.tanh(x @ W1 + b1) @ W2 + b2
