"""You do not round the exponent down; stairs are level between two drops."""


def step_decay(step, initial, factor, drop_every):
    step = check_schedule(step, initial, drop_every=drop_every)
    return initial * factor ** (step / drop_every)
