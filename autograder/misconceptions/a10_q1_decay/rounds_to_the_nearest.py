"""You round to the nearest whole number; a stair ends at its end, not in its middle."""


def step_decay(step, initial, factor, drop_every):
    step = check_schedule(step, initial, drop_every=drop_every)
    return initial * factor ** tf.round(step / drop_every)
