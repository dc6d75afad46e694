"""You leave out the maximum with 0, so a small weight jumps across zero where it should stop."""


def soft_threshold(w, threshold):
    w = tf.convert_to_tensor(w)
    return w - threshold * tf.sign(w)
