"""TensorFlow's own norm, of the gradients cast to float64."""


def gradient_norm(gradients):
    return float(
        tf.linalg.global_norm([g if g is None else tf.cast(g, tf.float64) for g in gradients])
    )
