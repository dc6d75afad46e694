"""You compute the sign as w / |w|, which is 0 / 0 for a weight of zero."""


def l1_penalty(w, l1):
    w = tf.convert_to_tensor(w)
    return l1 * tf.reduce_sum(tf.abs(w)), l1 * w / tf.abs(w)
