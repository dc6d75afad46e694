"""NumPy arrays, and the difference of two logarithms; np.average."""


def gradient_health(norms, decades=4.0):
    norms = np.asarray(norms, dtype="float64")
    if np.any(~np.isfinite(norms)) or np.any(norms <= 0):
        return np.float64(0.0)
    exponents = np.log10(norms)
    return np.clip(1 - np.ptp(exponents) / decades, 0, 1)


def score(evaluation, health_weight=0.1):
    pair = [evaluation.accuracy, evaluation.health]
    return np.average(pair, weights=[1 - health_weight, health_weight])
