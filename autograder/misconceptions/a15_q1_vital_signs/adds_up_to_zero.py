"""You add a unit's answers up; they may cancel although the unit is alive."""


def dead_share(a) -> float:
    a = check_activations(a)
    return float(np.mean(np.sum(a, axis=0) == 0))
