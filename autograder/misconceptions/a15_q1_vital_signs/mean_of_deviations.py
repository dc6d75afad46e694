"""You average the units' standard deviations; average their variances, then take one root."""


def signal_strength(a) -> float:
    a = check_activations(a)
    if not np.all(np.isfinite(a)):
        return float("nan")
    return float(np.mean(np.std(a, axis=0)))
