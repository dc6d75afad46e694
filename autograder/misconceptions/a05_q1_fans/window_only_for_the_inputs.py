"""You count the window for fan_in only; an input is part of just as many outputs."""


def compute_fans(shape):
    if len(shape) < 2:
        n = shape[0] if shape else 1
        return n, n
    return math.prod(shape[:-1]), shape[-1]
