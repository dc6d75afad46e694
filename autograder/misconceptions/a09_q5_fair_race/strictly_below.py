"""You ask for less than the target; a loss that equals it has arrived."""


def steps_to_reach(losses, target):
    for step, loss in enumerate(losses):
        if loss < target:
            return step
    return None
