"""A random subset of positions for the depth, masks for the crossover."""


def mutate(architecture, space, rng):
    rng = np.random.default_rng(rng)
    genes = [space.units, space.activations, space.dropout_rates]
    names = [n for n, options in enumerate([*genes, space.layers]) if len(options) > 1]
    name = names[rng.integers(len(names))]
    if name < 3:
        place = rng.integers(len(architecture))
        old = architecture[place]
        value = choose(sorted(set(genes[name]) - {old[name]}), rng)
        new = (*old[:name], value, *old[name + 1 :])
        return (*architecture[:place], new, *architecture[place + 1 :])
    depth = choose(sorted(set(space.layers) - {len(architecture)}), rng)
    longer = max(depth, len(architecture))
    shorter = min(depth, len(architecture))
    places = sorted(rng.choice(longer, shorter, replace=False).tolist())
    if depth == shorter:
        return tuple(architecture[place] for place in places)
    kept = iter(architecture)
    return tuple(
        next(kept) if place in places else tuple(choose(options, rng) for options in genes)
        for place in range(longer)
    )


def crossover(first, second, rng):
    rng = np.random.default_rng(rng)
    if rng.integers(2):
        first, second = second, first
    mask = rng.random(len(first)) < 0.5
    return tuple(
        second[place] if mask[place] and place < len(second) else layer
        for place, layer in enumerate(first)
    )
