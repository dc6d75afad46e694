"""All weights in one draw, scaled afterwards; row vectors instead of the transpose; a Python list comes back."""


def gradient_through_depth(f, df, depth, width=256, seed=0):
    rng = np.random.default_rng(seed)
    start = rng.normal(size=width)
    weights = rng.normal(size=(depth, width, width))
    g = rng.normal(size=width)
    weights = weights / (width * gaussian_mean(lambda z: np.square(f(z)))) ** 0.5
    inputs = [start]
    for w in weights[:-1]:
        inputs.append((w * f(inputs[-1])).sum(axis=1))
    top = math.sqrt(float(g @ g))
    norms = [1.0]
    for w, z in zip(weights[::-1], inputs[::-1]):
        g = (g @ w) * df(z)
        norms.append(math.sqrt(float(g @ g)) / top)
    return norms
