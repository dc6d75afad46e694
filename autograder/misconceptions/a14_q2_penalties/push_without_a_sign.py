"""You push every weight down by l1; a negative weight is then pushed away from zero, not towards it."""


def l1_penalty(w, l1):
    w = tf.convert_to_tensor(w)
    return l1 * tf.reduce_sum(tf.abs(w)), l1 * tf.ones_like(w)
