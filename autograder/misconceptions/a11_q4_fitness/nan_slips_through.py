"""You ask for zero and infinity only; NaN is neither, and every comparison with it is false."""


def gradient_health(norms, decades=4.0):
    if min(norms) == 0 or max(norms) == math.inf:
        return 0.0
    return max(0.0, 1.0 - math.log10(max(norms) / min(norms)) / decades)
