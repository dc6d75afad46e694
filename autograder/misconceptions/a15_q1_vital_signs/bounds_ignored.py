"""You treat every layer as a sigmoid; a tanh of 0 is in the middle of its range, not at a bound."""


def saturated_share(a, low: float = 0.0, high: float = 1.0, threshold: float = 0.05) -> float:
    a = check_activations(a)
    if not low < high:
        raise ValueError(f"low must be below high. Received: low={low}, high={high}.")
    t = 2 * a - 1
    return float(np.mean(1 - t**2 < threshold))
