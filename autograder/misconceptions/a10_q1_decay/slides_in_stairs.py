"""You round the exponent of the smooth decay down; it is to shrink in every step."""


def exponential_decay(step, initial, factor, decay_steps):
    step = check_schedule(step, initial, decay_steps=decay_steps)
    return initial * factor ** tf.floor(step / decay_steps)
