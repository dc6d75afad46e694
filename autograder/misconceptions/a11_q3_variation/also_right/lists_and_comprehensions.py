"""Lists of lists that are changed in place, and a depth that moves one layer at a time."""


def mutate(architecture, space, rng):
    rng = np.random.default_rng(rng)
    options = {0: space.units, 1: space.activations, 2: space.dropout_rates, 3: space.layers}
    kind = choose([k for k, values in options.items() if len(values) > 1], rng)
    child = [list(layer) for layer in architecture]
    if kind == 3:
        others = [depth for depth in space.layers if depth != len(child)]
        difference = choose(others, rng) - len(child)
        for _ in range(-difference):
            child.pop(rng.integers(len(child)))
        for _ in range(difference):
            child.insert(
                rng.integers(len(child), endpoint=True), [choose(options[g], rng) for g in range(3)]
            )
    else:
        layer = child[rng.integers(len(child))]
        old = layer[kind]
        while layer[kind] == old:
            layer[kind] = choose(options[kind], rng)
    return tuple(tuple(layer) for layer in child)


def crossover(first, second, rng):
    rng = np.random.default_rng(rng)
    parents = [first, second]
    child = []
    for place in range(len(parents[rng.integers(2)])):
        giver = parents[rng.integers(2)]
        if place >= len(giver):
            giver = second if giver is first else first
        child.append(giver[place])
    return tuple(child)
