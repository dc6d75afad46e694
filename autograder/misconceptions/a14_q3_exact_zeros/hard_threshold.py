"""You cut small weights off and leave large ones as they are: a hard threshold, which is not what a price of l1 |w| asks for."""


def soft_threshold(w, threshold):
    w = tf.convert_to_tensor(w)
    return tf.where(tf.abs(w) > threshold, w, tf.zeros_like(w))
