"""Your threshold is l1; a step of rate eta moves weights by eta * l1."""


def proximal_step(w, gradient, learning_rate, l1):
    w = tf.convert_to_tensor(w)
    return soft_threshold(w - learning_rate * gradient, l1)
