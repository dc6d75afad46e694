"""You square in float32: the square of 1e25 is over its largest number, 3.4e38, and becomes Inf."""


def global_norm(gradients):
    tensors = [tf.convert_to_tensor(g) for g in gradients if g is not None]
    return tf.sqrt(tf.add_n([tf.reduce_sum(tf.square(g)) for g in tensors]))
