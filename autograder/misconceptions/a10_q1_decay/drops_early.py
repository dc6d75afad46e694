"""You count the first step as step 1, so every drop comes one step early."""


def step_decay(step, initial, factor, drop_every):
    step = check_schedule(step, initial, drop_every=drop_every)
    return initial * factor ** tf.floor((step + 1) / drop_every)
