"""All elements laid end to end, and the framework's norm of that vector."""


def global_norm(gradients):
    kept = [tf.convert_to_tensor(g) for g in gradients if g is not None]
    long_vector = tf.concat([tf.reshape(g, [-1]) for g in kept], axis=0)
    return tf.cast(tf.norm(tf.cast(long_vector, tf.float64)), kept[0].dtype)
