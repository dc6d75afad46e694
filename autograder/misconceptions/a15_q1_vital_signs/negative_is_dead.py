"""You take units that are never positive for dead; below 0 a leaky unit still learns."""


def dead_share(a) -> float:
    a = check_activations(a)
    return float(np.mean(np.all(a <= 0, axis=0)))
