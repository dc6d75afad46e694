"""You put a norm on a limit into the level above; the table has <= on its left side."""


def severity(norm, threshold=100.0):
    if not math.isfinite(norm):
        return Severity.OVERFLOW
    if norm >= 100 * threshold:
        return Severity.CRITICAL
    if norm >= threshold:
        return Severity.EXPLOSION
    if norm >= threshold / 10:
        return Severity.WARNING
    return Severity.NORMAL
