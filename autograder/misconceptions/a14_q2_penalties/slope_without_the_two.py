"""You forget the 2 that comes down when a square is differentiated."""


def l2_penalty(w, l2):
    w = tf.convert_to_tensor(w)
    return l2 * tf.reduce_sum(tf.square(w)), l2 * w
