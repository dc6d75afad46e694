"""A loop over the window, a NumPy array of fans."""


def compute_fans(shape):
    *window, n_in, n_out = [1, 1, *shape][-max(len(shape), 2) :]
    if len(shape) == 1:
        n_in = n_out
    fans = np.array([n_in, n_out])
    for size in window:
        fans = fans * size
    return int(fans[0]), int(fans[1])
