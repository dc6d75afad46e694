"""The slope by its formula in a loop; the steps as a logarithm to the base of the rate."""


def growth_rate(norms, window=5):
    logarithms = []
    for norm in reversed(norms):
        if 0 < norm < math.inf and len(logarithms) < window:
            logarithms.insert(0, math.log(norm))
    if len(logarithms) != window:
        return float("nan")
    middle = (window - 1) / 2
    above = sum((t - middle) * value for t, value in enumerate(logarithms))
    below = sum((t - middle) ** 2 for t in range(window))
    return math.exp(above / below)


def steps_to_threshold(norm, rate, threshold=100.0):
    if norm < threshold:
        return math.log(threshold / norm, rate) if norm > 0 and rate > 1 else float("inf")
    return 0.0
