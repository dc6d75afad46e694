"""You read a kernel as (outputs, inputs), as PyTorch stores it; Keras puts the inputs first."""


def compute_fans(shape):
    shape = tuple(shape)
    if len(shape) < 2:
        n = shape[0] if shape else 1
        return n, n
    window = math.prod(shape[2:])
    return shape[1] * window, shape[0] * window
