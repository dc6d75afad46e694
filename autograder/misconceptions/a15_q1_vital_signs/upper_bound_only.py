"""You look at the upper bound only; a sigmoid near 0 is as stuck as one near 1."""


def saturated_share(a, low: float = 0.0, high: float = 1.0, threshold: float = 0.05) -> float:
    a = check_activations(a)
    if not low < high:
        raise ValueError(f"low must be below high. Received: low={low}, high={high}.")
    t = 2 * (a - low) / (high - low) - 1
    return float(np.mean((t > 0) & (1 - t**2 < threshold)))
