"""TensorFlow in float32; the slope of the sigmoid as p (1 - p), four times."""


def signal_strength(a):
    a = tf.cast(check_activations(a), tf.float32)
    return tf.sqrt(tf.reduce_mean(tf.math.reduce_variance(a, axis=0)))


def saturated_share(a, low=0.0, high=1.0, threshold=0.05):
    p = (tf.constant(check_activations(a)) - low) / (high - low)
    return tf.reduce_mean(tf.cast(4 * p * (1 - p) < threshold, tf.float32))


def dead_share(a):
    alive = tf.math.count_nonzero(tf.constant(check_activations(a)), axis=0)
    return tf.reduce_mean(tf.cast(alive == 0, tf.float32))
