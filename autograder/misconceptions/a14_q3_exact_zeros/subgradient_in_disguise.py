"""You push by the sign of the old weight and call it proximal; the threshold belongs to where the gradient step led."""


def proximal_step(w, gradient, learning_rate, l1):
    w = tf.convert_to_tensor(w)
    return subgradient_step(w, gradient, learning_rate, l1)
