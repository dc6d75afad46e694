"""You do not skip None: a variable that the loss does not depend on has None for a gradient."""


def global_norm(gradients):
    tensors = [tf.convert_to_tensor(g) for g in gradients]
    squares = [tf.reduce_sum(tf.square(tf.cast(g, tf.float64))) for g in tensors]
    return tf.cast(tf.sqrt(tf.add_n(squares)), tensors[0].dtype)
