"""Indices as the floor of a random number, and loops."""


def choose(options, rng):
    if len(options) == 0:
        raise ValueError("options must hold at least one object.")
    rng = np.random.default_rng(rng)
    return options[math.floor(rng.random() * len(options))]


def random_architecture(space, rng):
    rng = np.random.default_rng(rng)
    architecture = []
    for _ in range(choose(space.layers, rng)):
        rate = choose(space.dropout_rates, rng)
        activation = choose(space.activations, rng)
        architecture.append((choose(space.units, rng), activation, rate))
    return tuple(architecture)
