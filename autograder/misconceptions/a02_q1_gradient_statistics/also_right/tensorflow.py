"""TensorFlow's own functions, in float64."""


def gradient_statistics(gradients):
    def describe(gradient):
        g = tf.cast(gradient, tf.float64)
        return {
            "norm": tf.norm(g),
            "mean": tf.reduce_mean(g),
            "std": tf.math.reduce_std(g),
            "zeros": 1
            - tf.math.count_nonzero(g, dtype=tf.float64) / tf.cast(tf.size(g), tf.float64),
            "max_abs": tf.reduce_max(tf.abs(g)),
        }

    tensors = [None if gradient is None else describe(gradient) for gradient in gradients]
    return {"tensors": tensors, "missing": sum(entry is None for entry in tensors)}
