"""You return the sum of the squares; the norm is its root, in the unit of a gradient."""


def global_norm(gradients):
    tensors = [tf.convert_to_tensor(g) for g in gradients if g is not None]
    squares = [tf.reduce_sum(tf.square(tf.cast(g, tf.float64))) for g in tensors]
    return tf.cast(tf.add_n(squares), tensors[0].dtype)
