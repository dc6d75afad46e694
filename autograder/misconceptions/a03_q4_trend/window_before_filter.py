"""You cut the window first and clean it afterwards; a NaN in it then leaves too few norms."""


def growth_rate(norms, window=5):
    usable = [norm for norm in norms[-window:] if math.isfinite(norm) and norm > 0]
    if len(usable) < window:
        return math.nan
    slope, _ = np.polyfit(np.arange(window), np.log(usable), deg=1)
    return float(np.exp(slope))


def steps_to_threshold(norm, rate, threshold=100.0):
    if norm >= threshold:
        return 0.0
    if norm == 0 or not rate > 1:
        return math.inf
    return math.log(threshold / norm) / math.log(rate)
