"""You set every negative weight to zero; it is the distance from zero that shrinks, on both sides."""


def soft_threshold(w, threshold):
    w = tf.convert_to_tensor(w)
    return tf.maximum(w - threshold, 0)
