"""You send the gradient back through the weights alone; at each layer it also meets the slope f'(z)."""


def gradient_through_depth(f, df, depth, width=256, seed=0):
    rng = np.random.default_rng(seed)
    stddev = 1 / np.sqrt(width * gaussian_mean(lambda z: f(z) ** 2))
    z, weights = [rng.normal(size=width)], []
    for _ in range(depth):
        weights.append(rng.normal(scale=stddev, size=(width, width)))
        z.append(weights[-1] @ f(z[-1]))
    g = rng.normal(size=width)
    norms = [np.linalg.norm(g)]
    for l in range(depth, 0, -1):
        g = weights[l - 1].T @ g
        norms.append(np.linalg.norm(g))
    return np.array(norms) / norms[0]
