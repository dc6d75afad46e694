"""You list the factors from the output back; asked for is the first layer first."""


def chain_gradient(x, weights, biases, f, df):
    h, factors = x, []
    for w, b in zip(weights, biases):
        z = w * h + b
        h = f(z)
        factors.insert(0, df(z) * w)
    return float(np.prod(factors)), np.array(factors, dtype=np.float64)
