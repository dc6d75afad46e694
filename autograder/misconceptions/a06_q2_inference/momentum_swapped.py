"""You give the batch the weight momentum; in this convention it is the weight of the past."""


def update_moving(moving, batch_value, momentum=0.99):
    check_momentum(momentum)
    return (1 - momentum) * moving + momentum * batch_value
