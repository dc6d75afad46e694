"""math.hypot over all elements; it scales by itself."""


def gradient_norm(gradients):
    elements = []
    for gradient in gradients:
        if gradient is not None:
            elements += np.ravel(gradient).tolist()
    return math.hypot(*elements)
