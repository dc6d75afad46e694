"""You compare a NaN, which is always False: the worst explosion passes for healthy."""


def severity(norm, threshold=100.0):
    if norm == math.inf:
        return Severity.OVERFLOW
    if norm > 100 * threshold:
        return Severity.CRITICAL
    if norm > threshold:
        return Severity.EXPLOSION
    if norm > threshold / 10:
        return Severity.WARNING
    return Severity.NORMAL
