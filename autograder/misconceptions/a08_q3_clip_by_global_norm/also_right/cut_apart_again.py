"""One long vector is shortened as a whole, and then cut back into the shapes that it came from."""


def clip_by_global_norm(gradients, clip_norm):
    kept = [tf.convert_to_tensor(g) for g in gradients if g is not None]
    long_vector = tf.concat([tf.reshape(g, [-1]) for g in kept], axis=0)
    norm = tf.norm(long_vector)
    if norm > clip_norm:
        long_vector = long_vector * (clip_norm / norm)
    pieces = iter(tf.split(long_vector, [int(tf.size(g)) for g in kept]))
    clipped = [None if g is None else tf.reshape(next(pieces), g.shape) for g in gradients]
    return clipped, norm
