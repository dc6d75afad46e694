"""Recursion over the parameters, tanh by the sigmoid."""


def forward(params, x):
    W, b, *rest = params
    output = tf.linalg.matmul(tf.cast(x, W.dtype), W) + b
    return forward(rest, 2 * tf.sigmoid(2 * output) - 1) if rest else output
