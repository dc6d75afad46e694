"""You do not cut at 0; norms very far apart give a negative health."""


def gradient_health(norms, decades=4.0):
    if not all(math.isfinite(norm) and norm > 0 for norm in norms):
        return 0.0
    return 1.0 - math.log10(max(norms) / min(norms)) / decades
