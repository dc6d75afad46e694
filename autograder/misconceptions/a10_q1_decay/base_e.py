"""You take a power of e; the base is factor, so that the rate is factor times as large after decay_steps."""


def exponential_decay(step, initial, factor, decay_steps):
    step = check_schedule(step, initial, decay_steps=decay_steps)
    return initial * tf.exp(-factor * step / decay_steps)
