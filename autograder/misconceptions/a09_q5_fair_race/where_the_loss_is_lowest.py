"""You return where the loss is lowest; asked is the first time it is at most the target."""


def steps_to_reach(losses, target):
    losses = np.asarray(losses)
    return int(np.nanargmin(losses)) if np.any(losses <= target) else None
