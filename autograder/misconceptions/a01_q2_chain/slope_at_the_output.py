"""You take the slope at h, which comes out of the activation function, not at z, which goes in."""


def chain_gradient(x, weights, biases, f, df):
    h, factors = x, []
    for w, b in zip(weights, biases):
        h = f(w * h + b)
        factors.append(df(h) * w)
    return float(np.prod(factors)), np.array(factors, dtype=np.float64)
