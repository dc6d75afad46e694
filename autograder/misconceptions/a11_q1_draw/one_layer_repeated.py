"""You draw one layer and repeat it; every layer has to be drawn anew."""


def random_architecture(space, rng):
    rng = np.random.default_rng(rng)
    depth = choose(space.layers, rng)
    layer = (
        choose(space.units, rng),
        choose(space.activations, rng),
        choose(space.dropout_rates, rng),
    )
    return (layer,) * depth
