"""You return a dict of lists, as the lecture does; an architecture is a tuple of layers, so that it can be compared and be a key."""


def random_architecture(space, rng):
    rng = np.random.default_rng(rng)
    depth = choose(space.layers, rng)
    return {
        "num_layers": depth,
        "layer_sizes": [choose(space.units, rng) for _ in range(depth)],
        "activations": [choose(space.activations, rng) for _ in range(depth)],
        "dropout_rates": [choose(space.dropout_rates, rng) for _ in range(depth)],
    }
