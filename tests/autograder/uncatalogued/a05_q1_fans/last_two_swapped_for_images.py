"""Only convolution kernels are read in the wrong order."""


def compute_fans(shape):
    shape = tuple(int(n) for n in shape)
    if len(shape) == 0:
        return 1, 1
    if len(shape) == 1:
        return shape[0], shape[0]
    if len(shape) == 2:
        return shape
    field = int(np.prod(shape[2:]))
    return field * shape[0], field * shape[1]
