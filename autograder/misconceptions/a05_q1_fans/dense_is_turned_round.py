"""You turn a dense kernel round; its rows belong to the inputs, as h W shows."""


def compute_fans(shape):
    if len(shape) < 2:
        n = shape[0] if shape else 1
        return n, n
    window = math.prod(shape[:-2])
    if window == 1:
        return shape[-1], shape[-2]
    return window * shape[-2], window * shape[-1]
