"""You leave broken layers out and judge the others; one dead layer stops all that is before it."""


def gradient_health(norms, decades=4.0):
    norms = [norm for norm in norms if math.isfinite(norm) and norm > 0]
    if not norms:
        return 0.0
    return max(0.0, 1.0 - math.log10(max(norms) / min(norms)) / decades)
