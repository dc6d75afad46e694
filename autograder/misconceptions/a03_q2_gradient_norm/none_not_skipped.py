"""You do not skip None: a variable that the loss does not depend on has None for a gradient."""


def gradient_norm(gradients):
    total = 0.0
    for gradient in gradients:
        g = tf.cast(tf.convert_to_tensor(gradient), tf.float64)
        total += tf.reduce_sum(g * g)
    return float(tf.sqrt(total))
