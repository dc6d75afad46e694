"""You ask for NaN only; an infinite norm has overflowed as well, past every number."""


def severity(norm, threshold=100.0):
    if math.isnan(norm):
        return Severity.OVERFLOW
    if norm > 100 * threshold:
        return Severity.CRITICAL
    if norm > threshold:
        return Severity.EXPLOSION
    if norm > threshold / 10:
        return Severity.WARNING
    return Severity.NORMAL
