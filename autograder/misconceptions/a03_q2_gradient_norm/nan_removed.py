"""You replace NaN and infinity by numbers; then the worst step of all looks like any other."""


def gradient_norm(gradients):
    total = 0.0
    for gradient in gradients:
        if gradient is not None:
            g = np.asarray(gradient, dtype=np.float64)
            total += np.sum(g[np.isfinite(g)] ** 2)
    return float(np.sqrt(total))
