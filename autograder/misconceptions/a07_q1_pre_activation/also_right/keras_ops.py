"""Keras operations, the shortcut first."""


def pre_activation_block(x, w1, b1, w2, b2, w_s=None):
    ops = keras.ops
    y = x if w_s is None else ops.matmul(x, w_s)
    for w, b in ((w1, b1), (w2, b2)):
        x = ops.add(ops.matmul(ops.relu(x), w), b)
    return y + x
