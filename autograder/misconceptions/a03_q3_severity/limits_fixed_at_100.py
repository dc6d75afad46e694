"""You compare with 10, 100 and 10000; these are the limits for a threshold of 100 only."""


def severity(norm, threshold=100.0):
    if not math.isfinite(norm):
        return Severity.OVERFLOW
    if norm > 10_000:
        return Severity.CRITICAL
    if norm > 100:
        return Severity.EXPLOSION
    if norm > 10:
        return Severity.WARNING
    return Severity.NORMAL
