"""You subtract l1 * sign(w) without the learning rate; it is a part of the gradient, and the rate multiplies all of that."""


def subgradient_step(w, gradient, learning_rate, l1):
    w = tf.convert_to_tensor(w)
    return w - learning_rate * gradient - l1 * tf.sign(w)
