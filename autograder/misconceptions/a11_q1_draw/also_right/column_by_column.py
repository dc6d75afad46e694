"""A permutation picks the option; the genes are drawn column by column."""


def choose(options, rng):
    if len(options) == 0:
        raise ValueError("options must hold at least one object.")
    return options[np.random.default_rng(rng).permutation(len(options))[0].item()]


def random_architecture(space, rng):
    rng = np.random.default_rng(rng)
    depth = choose(space.layers, rng)
    genes = (space.dropout_rates, space.activations, space.units)
    columns = [[choose(options, rng) for _ in range(depth)] for options in genes]
    return tuple(zip(*reversed(columns)))
