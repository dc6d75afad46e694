"""Everything below the threshold is called a warning."""


def severity(norm, threshold=100.0):
    if not math.isfinite(norm):
        return Severity.OVERFLOW
    if norm > 100 * threshold:
        return Severity.CRITICAL
    return Severity.EXPLOSION if norm > threshold else Severity.WARNING
