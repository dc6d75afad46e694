"""You return the smallest norm divided by the largest; one decade apart is then nearly as bad as four."""


def gradient_health(norms, decades=4.0):
    if not all(math.isfinite(norm) and norm > 0 for norm in norms):
        return 0.0
    return min(norms) / max(norms)
