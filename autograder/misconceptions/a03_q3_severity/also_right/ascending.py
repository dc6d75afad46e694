"""From the lowest level up, with <=; what no comparison accepts is NaN."""


def severity(norm, threshold=100.0):
    if norm <= threshold / 10:
        return Severity.NORMAL
    if norm <= threshold:
        return Severity.WARNING
    if norm <= threshold * 100:
        return Severity.EXPLOSION
    if norm < float("inf"):
        return Severity.CRITICAL
    return Severity.OVERFLOW
