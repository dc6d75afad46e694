"""You pass the variance to normal as its scale; scale is the standard deviation, the root of the variance."""


def gradient_through_depth(f, df, depth, width=256, seed=0):
    rng = np.random.default_rng(seed)
    variance = 1 / (width * gaussian_mean(lambda z: f(z) ** 2))
    z, weights = [rng.normal(size=width)], []
    for _ in range(depth):
        weights.append(rng.normal(scale=variance, size=(width, width)))
        z.append(weights[-1] @ f(z[-1]))
    g = rng.normal(size=width)
    norms = [np.linalg.norm(g)]
    for l in range(depth, 0, -1):
        g = df(z[l - 1]) * (weights[l - 1].T @ g)
        norms.append(np.linalg.norm(g))
    return np.array(norms) / norms[0]
