"""The subgradient step takes the sign of the weight after the gradient step."""


def subgradient_step(w, gradient, learning_rate, l1):
    moved = tf.convert_to_tensor(w) - learning_rate * gradient
    return moved - learning_rate * l1 * tf.sign(moved)
