"""You draw the position below len - 1; the upper bound of rng.integers is left out already, so the last layer never changes."""


def mutate(architecture, space, rng):
    rng = np.random.default_rng(rng)
    genes = (space.units, space.activations, space.dropout_rates)
    things = [gene for gene in range(3) if len(genes[gene]) > 1]
    things += ["depth"] * (len(space.layers) > 1)
    thing = choose(things, rng)
    changed = [tuple(layer) for layer in architecture]
    if thing == "depth":
        depth = choose([d for d in space.layers if d != len(architecture)], rng)
        while len(changed) > depth:
            del changed[int(rng.integers(len(changed)))]
        while len(changed) < depth:
            new = tuple(choose(options, rng) for options in genes)
            changed.insert(int(rng.integers(len(changed) + 1)), new)
        return tuple(changed)
    position = int(rng.integers(max(1, len(changed) - 1)))
    layer = list(changed[position])
    layer[thing] = choose([value for value in genes[thing] if value != layer[thing]], rng)
    changed[position] = tuple(layer)
    return tuple(changed)
