"""You return float64 for float32 gradients; TensorFlow refuses to multiply the two later on."""


def global_norm(gradients):
    tensors = [tf.cast(g, tf.float64) for g in gradients if g is not None]
    return tf.sqrt(tf.add_n([tf.reduce_sum(tf.square(g)) for g in tensors]))
