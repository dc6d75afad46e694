"""You divide by the number of elements; that is the size of one element, not a step's length."""


def global_norm(gradients):
    tensors = [tf.convert_to_tensor(g) for g in gradients if g is not None]
    flat = tf.concat([tf.reshape(tf.cast(g, tf.float64), [-1]) for g in tensors], axis=0)
    return tf.cast(tf.sqrt(tf.reduce_mean(tf.square(flat))), tensors[0].dtype)
