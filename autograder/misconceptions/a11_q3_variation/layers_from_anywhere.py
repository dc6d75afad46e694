"""You take layers from any position of a parent; a layer keeps its place."""


def crossover(first, second, rng):
    rng = np.random.default_rng(rng)
    depth = choose((len(first), len(second)), rng)
    return tuple(choose(first + second, rng) for place in range(depth))
