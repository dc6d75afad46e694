"""You measure the factor towards the output; asked for is one step towards the input."""


def fit_decay(norms):
    norms = np.asarray(norms, dtype=np.float64)
    layers = np.arange(norms.size)
    slope, intercept = np.polyfit(layers, np.log(norms), deg=1)
    last = intercept + slope * (norms.size - 1)
    return DecayFit(float(np.exp(slope)), float(np.exp(last)))
