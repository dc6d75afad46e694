"""You give a vector one output; Keras takes its length for both fans."""


def compute_fans(shape):
    if len(shape) == 0:
        return 1, 1
    if len(shape) == 1:
        return shape[0], 1
    window = math.prod(shape[:-2])
    return window * shape[-2], window * shape[-1]
