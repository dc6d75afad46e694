"""Pairs the slope of a layer with the weight of the next one."""


def chain_gradient(x, weights, biases, f, df):
    h, factors = x, []
    for l, (w, b) in enumerate(zip(weights, biases, strict=True)):
        z = w * h + b
        h = f(z)
        following = weights[l + 1] if l + 1 < len(weights) else 1.0
        factors.append(df(z) * following)
    return float(np.prod(factors)), np.array(factors, dtype=np.float64)
