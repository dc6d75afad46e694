"""You cut once, and take the beginning of one parent and the end of the other; here each position decides for itself."""


def crossover(first, second, rng):
    rng = np.random.default_rng(rng)
    if rng.random() < 0.5:
        first, second = second, first
    cut = int(rng.integers(min(len(first), len(second)) + 1))
    return tuple(first[:cut] + second[cut:])
