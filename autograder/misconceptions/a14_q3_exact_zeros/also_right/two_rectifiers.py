"""ReLU of both sides, as Keras would write it."""


def soft_threshold(w, threshold):
    return tf.nn.relu(w - threshold) - tf.nn.relu(-w - threshold)


def proximal_step(w, gradient, learning_rate, l1):
    return soft_threshold(w - learning_rate * tf.cast(gradient, w.dtype), l1 * learning_rate)
