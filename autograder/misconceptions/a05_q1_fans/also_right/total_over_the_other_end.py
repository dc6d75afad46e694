"""The number of all weights, divided by the channels at the other end."""


def compute_fans(shape):
    if len(shape) < 2:
        return sum(shape) or 1, sum(shape) or 1
    total = math.prod(shape)
    return total // shape[-1], total // shape[-2]
