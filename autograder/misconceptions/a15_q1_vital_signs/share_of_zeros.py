"""You count entries that are 0; a unit is dead only if it is 0 for every example."""


def dead_share(a) -> float:
    a = check_activations(a)
    return float(np.mean(a == 0))
