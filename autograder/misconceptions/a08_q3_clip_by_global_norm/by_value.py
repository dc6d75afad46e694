"""You cut each element at the limit; that turns the step, and the result can still be too long."""


def clip_by_global_norm(gradients, clip_norm):
    return clip_by_value(gradients, clip_norm), global_norm(gradients)
