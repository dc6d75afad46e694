"""A root too many."""


def global_norm(gradients):
    total = sum(float(np.sum(np.asarray(g, "float64") ** 2)) for g in gradients if g is not None)
    return tf.constant(total**0.25, gradients[-1].dtype if gradients[-1] is not None else "float32")
