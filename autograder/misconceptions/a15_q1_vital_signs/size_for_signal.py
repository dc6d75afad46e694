"""You measure how large the activations are; a layer that always says the same has no signal."""


def signal_strength(a) -> float:
    a = check_activations(a)
    if not np.all(np.isfinite(a)):
        return float("nan")
    return float(np.sqrt(np.mean(a**2)))
