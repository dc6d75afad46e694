"""You draw all layers anew where the depth changes; the layers that remain have to stay as they are."""


def mutate(architecture, space, rng):
    rng = np.random.default_rng(rng)
    genes = (space.units, space.activations, space.dropout_rates)
    things = [gene for gene in range(3) if len(genes[gene]) > 1]
    things += ["depth"] * (len(space.layers) > 1)
    thing = choose(things, rng)
    changed = [tuple(layer) for layer in architecture]
    if thing == "depth":
        depth = choose([d for d in space.layers if d != len(architecture)], rng)
        return tuple(tuple(choose(options, rng) for options in genes) for _ in range(depth))
    position = int(rng.integers(len(changed)))
    layer = list(changed[position])
    layer[thing] = choose([value for value in genes[thing] if value != layer[thing]], rng)
    changed[position] = tuple(layer)
    return tuple(changed)
