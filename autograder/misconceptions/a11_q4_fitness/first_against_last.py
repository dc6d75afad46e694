"""You compare the first layer with the last; the largest and the smallest norm may stand anywhere."""


def gradient_health(norms, decades=4.0):
    if not all(math.isfinite(norm) and norm > 0 for norm in norms):
        return 0.0
    return max(0.0, 1.0 - abs(math.log10(norms[0] / norms[-1])) / decades)
