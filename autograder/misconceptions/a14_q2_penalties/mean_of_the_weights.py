"""You take the mean over the weights; the price is a sum, or a large layer would pay no more than a small one."""


def l1_penalty(w, l1):
    w = tf.convert_to_tensor(w)
    return l1 * tf.reduce_mean(tf.abs(w)), l1 * tf.sign(w)


def l2_penalty(w, l2):
    w = tf.convert_to_tensor(w)
    return l2 * tf.reduce_mean(tf.square(w)), 2 * l2 * w
