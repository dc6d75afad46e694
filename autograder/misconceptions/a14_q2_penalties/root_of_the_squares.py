"""You take the length of the weight vector; the L2 penalty is the sum of squares, without the root."""


def l2_penalty(w, l2):
    w = tf.convert_to_tensor(w)
    return l2 * tf.norm(w), l2 * tf.math.divide_no_nan(w, tf.norm(w))
