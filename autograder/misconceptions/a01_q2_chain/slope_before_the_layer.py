"""You take the slope at the h that comes into the layer; weight and bias have to act on it first."""


def chain_gradient(x, weights, biases, f, df):
    h, factors = x, []
    for w, b in zip(weights, biases):
        factors.append(df(h) * w)
        h = f(w * h + b)
    return float(np.prod(factors)), np.array(factors, dtype=np.float64)
