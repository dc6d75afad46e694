"""You draw among all four things, also those with a single choice; nothing can change there."""


def mutate(architecture, space, rng):
    rng = np.random.default_rng(rng)
    genes = (space.units, space.activations, space.dropout_rates)
    things = [0, 1, 2, "depth"]
    thing = choose(things, rng)
    changed = [tuple(layer) for layer in architecture]
    if len(space.layers if thing == "depth" else genes[thing]) == 1:
        return architecture
    if thing == "depth":
        depth = choose([d for d in space.layers if d != len(architecture)], rng)
        while len(changed) > depth:
            del changed[int(rng.integers(len(changed)))]
        while len(changed) < depth:
            new = tuple(choose(options, rng) for options in genes)
            changed.insert(int(rng.integers(len(changed) + 1)), new)
        return tuple(changed)
    position = int(rng.integers(len(changed)))
    layer = list(changed[position])
    layer[thing] = choose([value for value in genes[thing] if value != layer[thing]], rng)
    changed[position] = tuple(layer)
    return tuple(changed)
