"""You give the batch the weight momentum and the past the rest; that is the convention turned round."""


def update_moving(moving, batch_value, momentum=0.99):
    check_momentum(momentum)
    return (1 - momentum) * moving + momentum * batch_value
