"""You leave out the root: the sum of the squares is compared with the limit, and divided by."""


def clip_by_global_norm(gradients, clip_norm):
    kept = [tf.convert_to_tensor(g) for g in gradients if g is not None]
    norm = tf.add_n([tf.reduce_sum(tf.square(g)) for g in kept])
    factor = clip_norm / tf.maximum(norm, clip_norm)
    return [None if g is None else g * factor for g in gradients], norm
