"""You take the largest element; the global norm is a length, to which every element adds."""


def global_norm(gradients):
    tensors = [tf.convert_to_tensor(g) for g in gradients if g is not None]
    return tf.reduce_max([tf.reduce_max(tf.abs(g)) for g in tensors])
