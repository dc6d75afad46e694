"""You take the variance along a row; the signal is what differs from example to example."""


def signal_strength(a) -> float:
    a = check_activations(a)
    if not np.all(np.isfinite(a)):
        return float("nan")
    return float(np.sqrt(np.mean(np.var(a, axis=1))))
