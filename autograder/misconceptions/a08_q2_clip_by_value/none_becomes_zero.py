"""You put zeros where there is no gradient; an optimizer with a memory would move that weight."""


def clip_by_value(gradients, clip_value):
    return [
        tf.zeros(()) if g is None else tf.clip_by_value(g, -clip_value, clip_value)
        for g in gradients
    ]
