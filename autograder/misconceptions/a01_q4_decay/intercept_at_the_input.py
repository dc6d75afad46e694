"""You return the line's height at the first layer; asked for is the last, 0 steps back."""


def fit_decay(norms):
    norms = np.asarray(norms, dtype=np.float64)
    layers = np.arange(norms.size)
    slope, intercept = np.polyfit(layers, np.log(norms), deg=1)
    return DecayFit(float(np.exp(-slope)), float(np.exp(intercept)))
