"""You let NumPy choose from the list; it makes an array of it, and what comes out is numpy.int64 or numpy.str_."""


def choose(options, rng):
    if len(options) == 0:
        raise ValueError("options must hold at least one object.")
    rng = np.random.default_rng(rng)
    return rng.choice(options)
