"""You give the child the depth of the first parent; either depth may come, each with probability 1/2."""


def crossover(first, second, rng):
    rng = np.random.default_rng(rng)
    depth = len(first)
    return tuple(
        choose([parent[place] for parent in (first, second) if place < len(parent)], rng)
        for place in range(depth)
    )
