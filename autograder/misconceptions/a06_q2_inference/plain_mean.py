"""You take the middle of old and new whatever the momentum is."""


def update_moving(moving, batch_value, momentum=0.99):
    check_momentum(momentum)
    return (moving + batch_value) / 2
