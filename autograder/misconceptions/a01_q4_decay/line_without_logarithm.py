"""You fit a line to the norms themselves; a constant factor is a line only under a logarithm."""


def fit_decay(norms):
    norms = np.asarray(norms, dtype=np.float64)
    steps_back = np.arange(norms.size)[::-1]
    slope, intercept = np.polyfit(steps_back, norms, deg=1)
    return DecayFit(float(1 + slope / intercept), float(intercept))
