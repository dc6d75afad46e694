"""You stop at decay_steps; that is the length over which the rate shrinks by factor, not the end."""


def exponential_decay(step, initial, factor, decay_steps):
    step = check_schedule(step, initial, decay_steps=decay_steps)
    return initial * factor ** tf.minimum(step / decay_steps, 1.0)
