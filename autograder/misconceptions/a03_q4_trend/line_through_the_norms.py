"""You fit the line to the norms; growth by a factor is a straight line only on the log scale."""


def growth_rate(norms, window=5):
    usable = [norm for norm in norms if math.isfinite(norm) and norm > 0][-window:]
    if len(usable) < window:
        return math.nan
    slope, start = np.polyfit(np.arange(window), usable, deg=1)
    return float(1 + slope / usable[0])


def steps_to_threshold(norm, rate, threshold=100.0):
    if norm >= threshold:
        return 0.0
    if norm == 0 or not rate > 1:
        return math.inf
    return math.log(threshold / norm) / math.log(rate)
