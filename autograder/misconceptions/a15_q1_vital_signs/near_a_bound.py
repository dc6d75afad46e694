"""You count what is within a threshold of a bound; what counts is how much slope is left there."""


def saturated_share(a, low: float = 0.0, high: float = 1.0, threshold: float = 0.05) -> float:
    a = check_activations(a)
    if not low < high:
        raise ValueError(f"low must be below high. Received: low={low}, high={high}.")
    share = (a - low) / (high - low)
    return float(np.mean((share < threshold) | (share > 1 - threshold)))
