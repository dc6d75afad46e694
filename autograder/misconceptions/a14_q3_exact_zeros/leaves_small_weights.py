"""You leave the weights below the threshold as they are; these are the ones that become zero."""


def soft_threshold(w, threshold):
    w = tf.convert_to_tensor(w)
    return tf.where(tf.abs(w) > threshold, w - threshold * tf.sign(w), w)
