"""You stop at EXPLOSION; a norm over 100 times the threshold is a level of its own."""


def severity(norm, threshold=100.0):
    if not math.isfinite(norm):
        return Severity.OVERFLOW
    if norm > threshold:
        return Severity.EXPLOSION
    if norm > threshold / 10:
        return Severity.WARNING
    return Severity.NORMAL
