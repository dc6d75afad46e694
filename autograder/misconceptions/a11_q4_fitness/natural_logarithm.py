"""You take the natural logarithm; decades are powers of ten, so it is log10."""


def gradient_health(norms, decades=4.0):
    if not all(math.isfinite(norm) and norm > 0 for norm in norms):
        return 0.0
    return max(0.0, 1.0 - math.log(max(norms) / min(norms)) / decades)
