"""You divide by n - 1; the variance here is that of the batch itself, divided by n."""


def signal_strength(a) -> float:
    a = check_activations(a)
    if not np.all(np.isfinite(a)):
        return float("nan")
    return float(np.sqrt(np.mean(np.var(a, axis=0, ddof=1))))
