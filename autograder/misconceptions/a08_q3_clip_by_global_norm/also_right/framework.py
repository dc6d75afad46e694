"""TensorFlow's own function."""


def clip_by_global_norm(gradients, clip_norm):
    return tf.clip_by_global_norm(gradients, clip_norm)
