"""You take the largest depth; the depth is drawn from space.layers too."""


def random_architecture(space, rng):
    rng = np.random.default_rng(rng)
    depth = max(space.layers)
    return tuple(
        (
            choose(space.units, rng),
            choose(space.activations, rng),
            choose(space.dropout_rates, rng),
        )
        for _ in range(depth)
    )
