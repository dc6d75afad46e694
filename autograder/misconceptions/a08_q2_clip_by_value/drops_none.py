"""You leave out the None entries, so every later gradient moves to the wrong variable."""


def clip_by_value(gradients, clip_value):
    return [tf.clip_by_value(g, -clip_value, clip_value) for g in gradients if g is not None]
