"""The level is how many limits the norm is over."""


def severity(norm, threshold=100.0):
    if math.isnan(norm) or math.isinf(norm):
        return Severity.OVERFLOW
    limits = (0.1 * threshold, threshold, 100.0 * threshold)
    return Severity(sum(norm > limit for limit in limits))
