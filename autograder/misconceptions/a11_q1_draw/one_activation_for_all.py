"""You draw one activation for the whole network; it is a gene of every layer, like the other two."""


def random_architecture(space, rng):
    rng = np.random.default_rng(rng)
    depth = choose(space.layers, rng)
    activation = choose(space.activations, rng)
    return tuple(
        (choose(space.units, rng), activation, choose(space.dropout_rates, rng))
        for _ in range(depth)
    )
