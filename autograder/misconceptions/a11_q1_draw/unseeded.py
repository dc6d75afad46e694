"""You make a generator of your own and leave rng unused; nobody can repeat your search."""


def random_architecture(space, rng):
    rng = np.random.default_rng()
    depth = choose(space.layers, rng)
    return tuple(
        (
            choose(space.units, rng),
            choose(space.activations, rng),
            choose(space.dropout_rates, rng),
        )
        for _ in range(depth)
    )
