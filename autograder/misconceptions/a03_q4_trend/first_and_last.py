"""You look at the first and the last norm only; a line through all is less easily fooled."""


def growth_rate(norms, window=5):
    usable = [norm for norm in norms if math.isfinite(norm) and norm > 0][-window:]
    if len(usable) < window:
        return math.nan
    return (usable[-1] / usable[0]) ** (1 / (window - 1))


def steps_to_threshold(norm, rate, threshold=100.0):
    if norm >= threshold:
        return 0.0
    if norm == 0 or not rate > 1:
        return math.inf
    return math.log(threshold / norm) / math.log(rate)
