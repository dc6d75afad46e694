"""You take one mean for the whole layer; differences between units then count as signal."""


def signal_strength(a) -> float:
    a = check_activations(a)
    if not np.all(np.isfinite(a)):
        return float("nan")
    return float(np.std(a))
