"""You leave out the bias; it moves z, and with it the place where the slope is taken."""


def chain_gradient(x, weights, biases, f, df):
    h, factors = x, []
    for w in weights:
        z = w * h
        h = f(z)
        factors.append(df(z) * w)
    return float(np.prod(factors)), np.array(factors, dtype=np.float64)
