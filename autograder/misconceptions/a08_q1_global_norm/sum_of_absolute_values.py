"""You add up absolute values; a Euclidean norm adds up squares, and takes one root at the end."""


def global_norm(gradients):
    tensors = [tf.convert_to_tensor(g) for g in gradients if g is not None]
    sums = [tf.reduce_sum(tf.abs(tf.cast(g, tf.float64))) for g in tensors]
    return tf.cast(tf.add_n(sums), tensors[0].dtype)
