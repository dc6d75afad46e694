"""A slip of the pen: powers of three."""


def gradient_norm(gradients):
    total = 0.0
    for gradient in gradients:
        if gradient is not None:
            total += np.sum(np.abs(np.asarray(gradient, "float64")) ** 3)
    return float(total ** (1 / 3))
