"""You add 1e-12 to the smallest norm: a dead layer then has a large spread, but not Inf."""


def gradient_spread(metrics):
    return metrics["max_gradient"] / (metrics["min_gradient"] + 1e-12)
