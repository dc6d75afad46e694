"""You draw an index below len(options) - 1; the upper bound of rng.integers is left out already, so the last option never comes."""


def choose(options, rng):
    if len(options) == 0:
        raise ValueError("options must hold at least one object.")
    rng = np.random.default_rng(rng)
    return options[int(rng.integers(max(1, len(options) - 1)))]
