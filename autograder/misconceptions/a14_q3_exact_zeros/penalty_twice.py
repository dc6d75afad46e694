"""You put the penalty into the gradient and threshold on top; the proximal step takes the loss gradient alone."""


def proximal_step(w, gradient, learning_rate, l1):
    w = tf.convert_to_tensor(w)
    return soft_threshold(subgradient_step(w, gradient, learning_rate, l1), learning_rate * l1)
