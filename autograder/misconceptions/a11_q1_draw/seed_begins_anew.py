"""You hand the seed itself on to every draw; each one begins anew with it, and all layers come out equal."""


def random_architecture(space, rng):
    depth = choose(space.layers, rng)
    return tuple(
        (
            choose(space.units, rng),
            choose(space.activations, rng),
            choose(space.dropout_rates, rng),
        )
        for _ in range(depth)
    )
