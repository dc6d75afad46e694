"""You take a weight of zero for a positive one, and so push a weight that needs no push."""


def l1_penalty(w, l1):
    w = tf.convert_to_tensor(w)
    return l1 * tf.reduce_sum(tf.abs(w)), tf.where(w >= 0, l1, -l1)
