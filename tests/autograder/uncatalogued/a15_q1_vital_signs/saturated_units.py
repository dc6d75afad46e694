"""It counts units that are saturated for every example, not entries."""

# ruff: noqa: F821


def saturated_share(a, low: float = 0.0, high: float = 1.0, threshold: float = 0.05) -> float:
    a = check_activations(a)
    if not low < high:
        raise ValueError(f"low must be below high. Received: low={low}, high={high}.")
    t = 2 * (a - low) / (high - low) - 1
    return float(np.mean(np.all(1 - t**2 < threshold, axis=0)))
