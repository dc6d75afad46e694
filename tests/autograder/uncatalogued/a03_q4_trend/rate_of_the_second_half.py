"""Only the later half of the window is fitted."""


def growth_rate(norms, window=5):
    usable = [norm for norm in norms if math.isfinite(norm) and norm > 0][-window:]
    if len(usable) < window:
        return math.nan
    late = usable[window // 2 - (window < 4) :]
    slope, _ = np.polyfit(np.arange(len(late)), np.log(late), deg=1)
    return float(np.exp(slope))


def steps_to_threshold(norm, rate, threshold=100.0):
    if norm >= threshold:
        return 0.0
    if norm == 0 or not rate > 1:
        return math.inf
    return math.log(threshold / norm) / math.log(rate)
