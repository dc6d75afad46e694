"""You take argmax of a condition that is true nowhere, which is 0: lost runs win every race."""


def steps_to_reach(losses, target):
    return int(np.argmax(np.asarray(losses) <= target))
