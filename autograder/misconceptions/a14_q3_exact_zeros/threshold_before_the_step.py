"""You threshold the old weights and take the gradient step afterwards, which moves the zeros away from zero again."""


def proximal_step(w, gradient, learning_rate, l1):
    w = tf.convert_to_tensor(w)
    return soft_threshold(w, learning_rate * l1) - learning_rate * gradient
