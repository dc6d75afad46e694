"""You add up the tensors' norms; the global norm is that of all elements as one vector."""


def global_norm(gradients):
    tensors = [tf.convert_to_tensor(g) for g in gradients if g is not None]
    total = sum(tf.sqrt(tf.reduce_sum(tf.square(tf.cast(g, tf.float64)))) for g in tensors)
    return tf.cast(total, tensors[0].dtype)
