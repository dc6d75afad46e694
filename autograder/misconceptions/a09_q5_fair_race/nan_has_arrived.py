"""You ask whether the loss is not above the target; NaN never is, but has not arrived."""


def steps_to_reach(losses, target):
    for step, loss in enumerate(losses):
        if not loss > target:
            return step
    return None
