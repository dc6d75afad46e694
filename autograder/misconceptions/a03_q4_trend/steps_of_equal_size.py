"""You add the same amount at every step; growth multiplies, so the last steps are the longest."""


def growth_rate(norms, window=5):
    usable = [norm for norm in norms if math.isfinite(norm) and norm > 0][-window:]
    if len(usable) < window:
        return math.nan
    slope, _ = np.polyfit(np.arange(window), np.log(usable), deg=1)
    return float(np.exp(slope))


def steps_to_threshold(norm, rate, threshold=100.0):
    if norm >= threshold:
        return 0.0
    if norm == 0 or not rate > 1:
        return math.inf
    return (threshold - norm) / (norm * (rate - 1))
