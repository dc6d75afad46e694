"""You count the channels and forget the window: each output sums over all its positions."""


def compute_fans(shape):
    if len(shape) < 2:
        n = shape[0] if shape else 1
        return n, n
    return shape[-2], shape[-1]
