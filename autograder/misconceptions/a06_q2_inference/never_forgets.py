"""You add a part of the batch but do not shrink the old value, so the average grows without end."""


def update_moving(moving, batch_value, momentum=0.99):
    check_momentum(momentum)
    return moving + (1 - momentum) * batch_value
