"""You warn from half the threshold on; the one table that counts says a tenth."""


def severity(norm, threshold=100.0):
    if not math.isfinite(norm):
        return Severity.OVERFLOW
    if norm > 100 * threshold:
        return Severity.CRITICAL
    if norm > threshold:
        return Severity.EXPLOSION
    if norm > threshold / 2:
        return Severity.WARNING
    return Severity.NORMAL
