"""You compare the slope a (1 - a) itself; asked for is its share of the largest slope, 1/4."""


def saturated_share(a, low: float = 0.0, high: float = 1.0, threshold: float = 0.05) -> float:
    a = check_activations(a)
    if not low < high:
        raise ValueError(f"low must be below high. Received: low={low}, high={high}.")
    slope = (a - low) * (high - a) / (high - low)
    return float(np.mean(slope < threshold))
