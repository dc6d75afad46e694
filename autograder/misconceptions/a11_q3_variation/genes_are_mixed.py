"""You mix the genes inside a layer; a layer goes to the child whole, for its genes were good together."""


def crossover(first, second, rng):
    rng = np.random.default_rng(rng)
    depth = choose((len(first), len(second)), rng)
    child = []
    for place in range(depth):
        layers = [parent[place] for parent in (first, second) if place < len(parent)]
        child.append(tuple(choose([layer[gene] for layer in layers], rng) for gene in range(3)))
    return tuple(child)
