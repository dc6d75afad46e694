"""You clamp a weight that crosses zero, as the course's example does; a subgradient step has no clamp, which is why it gives no exact zeros."""


def subgradient_step(w, gradient, learning_rate, l1):
    w = tf.convert_to_tensor(w)
    moved = w - learning_rate * (gradient + l1 * tf.sign(w))
    return tf.where(moved * w < 0, tf.zeros_like(w), moved)
