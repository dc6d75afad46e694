"""You take the logarithm to base 10 and undo it with exp; use a power of ten."""


def fit_decay(norms):
    norms = np.asarray(norms, dtype=np.float64)
    steps_back = np.arange(norms.size)[::-1]
    slope, intercept = np.polyfit(steps_back, np.log10(norms), deg=1)
    return DecayFit(float(np.exp(slope)), float(np.exp(intercept)))
