"""You ask whether the rate is at most 1, which is False for NaN: no trend yet means never."""


def growth_rate(norms, window=5):
    usable = [norm for norm in norms if math.isfinite(norm) and norm > 0][-window:]
    if len(usable) < window:
        return math.nan
    slope, _ = np.polyfit(np.arange(window), np.log(usable), deg=1)
    return float(np.exp(slope))


def steps_to_threshold(norm, rate, threshold=100.0):
    if norm >= threshold:
        return 0.0
    if norm == 0 or rate <= 1:
        return math.inf
    return math.log(threshold / norm) / math.log(rate)
