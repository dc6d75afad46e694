"""You round a random number to an index; the first and the last option get only half a chance."""


def choose(options, rng):
    if len(options) == 0:
        raise ValueError("options must hold at least one object.")
    rng = np.random.default_rng(rng)
    return options[round(rng.random() * (len(options) - 1))]
