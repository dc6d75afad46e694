"""You drop after step drop_every; the drop is at that step."""


def step_decay(step, initial, factor, drop_every):
    step = check_schedule(step, initial, drop_every=drop_every)
    return initial * factor ** tf.maximum(tf.math.ceil(step / drop_every) - 1, 0)
