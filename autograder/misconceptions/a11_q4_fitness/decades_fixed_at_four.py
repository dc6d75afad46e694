"""You write 4 where the argument decades belongs; the limit is the caller's choice."""


def gradient_health(norms, decades=4.0):
    if not all(math.isfinite(norm) and norm > 0 for norm in norms):
        return 0.0
    return max(0.0, 1.0 - math.log10(max(norms) / min(norms)) / 4.0)
