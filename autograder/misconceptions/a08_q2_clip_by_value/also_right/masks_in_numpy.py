"""NumPy: a copy of each array, and two masks that write into it."""


def clip_by_value(gradients, clip_value):
    clipped = list(gradients)
    for i, g in enumerate(gradients):
        if g is not None:
            clipped[i] = np.array(g)
            clipped[i][clipped[i] > clip_value] = clip_value
            clipped[i][clipped[i] < -clip_value] = -clip_value
    return clipped
