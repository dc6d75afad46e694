"""You add a small number before the logarithm; norms below it all look alike."""


def fit_decay(norms):
    norms = np.asarray(norms, dtype=np.float64)
    steps_back = np.arange(norms.size)[::-1]
    slope, intercept = np.polyfit(steps_back, np.log(norms + 1e-12), deg=1)
    return DecayFit(float(np.exp(slope)), float(np.exp(intercept)))
