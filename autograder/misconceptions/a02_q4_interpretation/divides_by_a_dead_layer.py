"""You divide by the smallest norm, and for a dead layer that is 0."""


def gradient_spread(metrics):
    return metrics["max_gradient"] / metrics["min_gradient"]
