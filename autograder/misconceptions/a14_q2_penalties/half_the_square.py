"""You put a factor 1/2 before the squares, as some books do; here, as in Keras, there is none."""


def l2_penalty(w, l2):
    w = tf.convert_to_tensor(w)
    return l2 / 2 * tf.reduce_sum(tf.square(w)), l2 * w
