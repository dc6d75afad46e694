"""You take logarithms of whatever comes; after one NaN there is no trend for a whole window."""


def growth_rate(norms, window=5):
    latest = np.array(norms[-window:])
    if len(latest) < window:
        return math.nan
    t = np.arange(window) - (window - 1) / 2
    return float(np.exp(np.sum(t * np.log(latest)) / np.sum(t * t)))


def steps_to_threshold(norm, rate, threshold=100.0):
    if norm >= threshold:
        return 0.0
    if norm == 0 or not rate > 1:
        return math.inf
    return math.log(threshold / norm) / math.log(rate)
